#include "journal/regex.h"

#include <stdint.h>

/* Groups in groups. */
#define DEPTH_MAX 64
/* Largest number of an interval, as POSIX has it (RE_DUP_MAX). */
#define REPEAT_MAX 255
#define UNBOUNDED SIZE_MAX
#define LAST_CHARACTER UINT32_C(0x10ffff)

enum op {
    CHARACTER, /* `from` */
    ANY,
    LIST,  /* ranges from..to; `negated` */
    BEGIN, /* the text's */
    END,
    BOUNDARY, /* between a word's character and another; `negated` */
    SPLIT,    /* goes on at `from` and at `to` */
    JUMP,     /* goes on at `from` */
    MATCH,
};

struct step {
    enum op op;
    bool negated;
    uint32_t from, to;
};

struct range {
    uint32_t first, last;
};

struct journal_regex {
    size_t count, range_count;
    struct step steps[JOURNAL_REGEX_STEPS];
    struct range ranges[JOURNAL_REGEX_RANGES];
};

/* ---- reading a pattern --------------------------------------------------------------------- */

struct reader {
    struct journal_regex *regex;
    const char *at, *end;
    unsigned depth;
    const char *reason; /* what is wrong, or NULL */
};

/* Takes one character of valid UTF-8. */
static uint32_t take(const char **at, const char *end) {
    unsigned char first = (unsigned char)*(*at)++;
    unsigned more = first < 0xc0 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    uint32_t character = first < 0xc0 ? first : first & (0x3fu >> more);
    for (; more && *at < end; more--)
        character = character << 6 | ((unsigned char)*(*at)++ & 0x3f);
    return character;
}

static bool fail_expression(struct reader *reader, const char *reason) {
    if (!reader->reason)
        reader->reason = reason;
    return false;
}

static bool next_is(const struct reader *reader, char byte) {
    return reader->at < reader->end && *reader->at == byte;
}

static uint32_t here(const struct reader *reader) {
    return (uint32_t)reader->regex->count;
}

static bool add(struct reader *reader, enum op op, uint32_t from, uint32_t to) {
    struct journal_regex *regex = reader->regex;
    if (regex->count == JOURNAL_REGEX_STEPS)
        return fail_expression(reader, "is too long, because of its counted repetitions");
    regex->steps[regex->count++] = (struct step){.op = op, .from = from, .to = to};
    return true;
}

/* Makes room for one step before those from `at` on. */
static bool insert(struct reader *reader, uint32_t at, struct step step) {
    struct journal_regex *regex = reader->regex;
    if (!add(reader, JUMP, 0, 0))
        return false;
    for (size_t i = regex->count - 1; i > at; i--) {
        struct step *moved = &regex->steps[i];
        *moved = regex->steps[i - 1];
        bool leads = moved->op == SPLIT || moved->op == JUMP;
        moved->from += leads && moved->from >= at;
        moved->to += moved->op == SPLIT && moved->to >= at;
    }
    regex->steps[at] = step;
    return true;
}

/* ---- lists of characters ------------------------------------------------------------------- */

static bool add_range(struct reader *reader, uint32_t first, uint32_t last) {
    struct journal_regex *regex = reader->regex;
    if (first > last)
        return fail_expression(reader, "has a range whose end is before its start");
    if (regex->range_count == JOURNAL_REGEX_RANGES)
        return fail_expression(reader, "has too many ranges of characters");
    regex->ranges[regex->range_count++] = (struct range){first, last};
    return true;
}

/* [:alpha:] and so on, behind its bracket. */
static bool read_class(struct reader *reader) {
    static const struct {
        const char *name;
        const char *ranges; /* pairs of first and last */
    } classes[] = {
        {":alpha:]", "AZaz"},   {":digit:]", "09"},       {":alnum:]", "09AZaz"},
        {":upper:]", "AZ"},     {":lower:]", "az"},       {":space:]", "\t\r  "},
        {":blank:]", "\t\t  "}, {":punct:]", "!/:@[`{~"}, {":print:]", " ~"},
        {":graph:]", "!~"},     {":xdigit:]", "09AFaf"},  {":cntrl:]", "\1\37\177\177"},
    };
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        size_t length = strlen(classes[i].name);
        if ((size_t)(reader->end - reader->at) < length ||
            memcmp(reader->at, classes[i].name, length) != 0)
            continue;
        reader->at += length;
        for (const char *pair = classes[i].ranges; *pair; pair += 2)
            if (!add_range(reader, (unsigned char)pair[0], (unsigned char)pair[1]))
                return false;
        return true;
    }
    return fail_expression(reader, "has an unknown class of characters");
}

/* The characters of \d, \w or \s in order, as pairs of first and last; NULL for any other letter.
 */
static const char *escaped_class(char letter) {
    switch (letter) {
    case 'd':
    case 'D':
        return "09";
    case 'w':
    case 'W':
        return "09AZ__az";
    case 's':
    case 'S':
        return "\t\r  ";
    default:
        return NULL;
    }
}

/* Adds the characters between those pairs, and before and after them. */
static bool add_others(struct reader *reader, const char *pairs) {
    uint32_t next = 0;
    for (; *pairs; pairs += 2) {
        if (!add_range(reader, next, (unsigned char)pairs[0] - 1u))
            return false;
        next = (unsigned char)pairs[1] + 1u;
    }
    return add_range(reader, next, LAST_CHARACTER);
}

/* The letter behind a backslash, where it means a class of characters. */
static bool add_escaped_class(struct reader *reader, char letter) {
    const char *pairs = escaped_class(letter);
    if (letter >= 'A' && letter <= 'Z')
        return add_others(reader, pairs);
    for (; *pairs; pairs += 2)
        if (!add_range(reader, (unsigned char)pairs[0], (unsigned char)pairs[1]))
            return false;
    return true;
}

/* The one character that is escaped, behind its backslash. */
static bool read_escaped(struct reader *reader, uint32_t *character) {
    static const char controls[] = "t\tn\nr\rf\fv\v";
    if (reader->at == reader->end)
        return fail_expression(reader, "ends with a backslash");
    *character = take(&reader->at, reader->end);
    for (const char *pair = controls; *pair; pair += 2)
        if (*character == (unsigned char)pair[0]) {
            *character = (unsigned char)pair[1];
            return true;
        }
    if (*character >= '1' && *character <= '9')
        return fail_expression(reader, "has a back-reference, which is not supported");
    if ((*character >= 'a' && *character <= 'z') || (*character >= 'A' && *character <= 'Z'))
        return fail_expression(reader,
                               "has an unknown escape; known are \\d \\w \\s \\b, their capitals, "
                               "\\t \\n \\r \\f \\v");
    return true;
}

/* One end of a range. */
static bool read_end(struct reader *reader, uint32_t *character) {
    *character = take(&reader->at, reader->end);
    return *character != '\\' || read_escaped(reader, character);
}

/* One character or range or class of a list. */
static bool read_item(struct reader *reader) {
    if (reader->end - reader->at > 1 && reader->at[0] == '[' && reader->at[1] == ':') {
        reader->at++;
        return read_class(reader);
    }
    if (reader->end - reader->at > 1 && reader->at[0] == '\\' && escaped_class(reader->at[1])) {
        reader->at += 2;
        return add_escaped_class(reader, reader->at[-1]);
    }
    uint32_t first, last;
    if (!read_end(reader, &first))
        return false;
    last = first;
    if (reader->end - reader->at > 1 && reader->at[0] == '-' && reader->at[1] != ']') {
        reader->at++;
        if (!read_end(reader, &last))
            return false;
    }
    return add_range(reader, first, last);
}

/* Gives a list its ranges, those from `begin` on: earlier ones where they are the same, so that a
 * repeated list does not use up the room. */
static void set_ranges(struct journal_regex *regex, struct step *step, size_t begin) {
    size_t count = regex->range_count - begin, at = 0;
    while (at + count <= begin &&
           memcmp(&regex->ranges[at], &regex->ranges[begin], count * sizeof *regex->ranges) != 0)
        at++;
    if (at + count <= begin)
        regex->range_count = begin;
    else
        at = begin;
    step->from = (uint32_t)at;
    step->to = (uint32_t)(at + count);
}

/* A list, behind its bracket. */
static bool read_list(struct reader *reader) {
    uint32_t step = here(reader);
    size_t begin = reader->regex->range_count;
    bool negated = next_is(reader, '^');
    reader->at += negated;
    if (!add(reader, LIST, 0, 0))
        return false;
    do { /* a bracket that comes first is a character */
        if (reader->at >= reader->end)
            return fail_expression(reader, "has a [ without a ]");
        if (!read_item(reader))
            return false;
    } while (!next_is(reader, ']'));
    reader->at++;
    set_ranges(reader->regex, &reader->regex->steps[step], begin);
    reader->regex->steps[step].negated = negated;
    return true;
}

/* ---- the grammar --------------------------------------------------------------------------- */

static bool read_choice(struct reader *reader);

/* What follows the bracket. */
static bool read_group(struct reader *reader) {
    if (++reader->depth > DEPTH_MAX)
        return fail_expression(reader, "has groups that are nested too deeply");
    if (next_is(reader, '?')) {
        reader->at++;
        if (!next_is(reader, ':'))
            return fail_expression(reader, "has a (? that is not (?:, and only (?: is supported");
        reader->at++;
    }
    if (!read_choice(reader))
        return false;
    if (!next_is(reader, ')'))
        return fail_expression(reader, "has a ( without a )");
    reader->at++;
    reader->depth--;
    return true;
}

/* What follows a backslash outside of a list. */
static bool read_escape(struct reader *reader) {
    char letter = reader->at < reader->end ? *reader->at : '\0';
    uint32_t step = here(reader), character;
    size_t begin = reader->regex->range_count;
    if (letter == 'b' || letter == 'B') {
        reader->at++;
        if (!add(reader, BOUNDARY, 0, 0))
            return false;
        reader->regex->steps[step].negated = letter == 'B';
        return true;
    }
    if (!escaped_class(letter))
        return read_escaped(reader, &character) && add(reader, CHARACTER, character, 0);
    reader->at++;
    if (!add(reader, LIST, 0, 0) || !add_escaped_class(reader, letter))
        return false;
    set_ranges(reader->regex, &reader->regex->steps[step], begin);
    return true;
}

static bool read_atom(struct reader *reader) {
    uint32_t character = take(&reader->at, reader->end);
    switch (character) {
    case '(':
        return read_group(reader);
    case '[':
        return read_list(reader);
    case '\\':
        return read_escape(reader);
    case '.':
        return add(reader, ANY, 0, 0);
    case '^':
        return add(reader, BEGIN, 0, 0);
    case '$':
        return add(reader, END, 0, 0);
    case '*':
    case '+':
    case '?':
    case '{':
        return fail_expression(
            reader, "has nothing to repeat; write \\ before * + ? or { to mean the character");
    default:
        return add(reader, CHARACTER, character, 0);
    }
}

static bool read_number(struct reader *reader, size_t *number) {
    const char *begin = reader->at;
    *number = 0;
    while (reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9') {
        *number = *number * 10 + (size_t)(*reader->at++ - '0');
        if (*number > REPEAT_MAX)
            return fail_expression(reader, "has a {n,m} over 255");
    }
    return reader->at > begin;
}

/* {2}, {2,} or {2,3}, behind its brace. */
static bool read_interval(struct reader *reader, size_t *least, size_t *most) {
    if (!read_number(reader, least))
        return fail_expression(reader, "has an invalid {n,m}; write \\{ for a brace");
    *most = *least;
    if (next_is(reader, ',')) {
        reader->at++;
        if (!read_number(reader, most))
            *most = UNBOUNDED;
    }
    if (!next_is(reader, '}') || *most < *least)
        return fail_expression(reader, "has an invalid {n,m}; write \\{ for a brace");
    reader->at++;
    return true;
}

static bool read_repetition(struct reader *reader, size_t *least, size_t *most) {
    switch (*reader->at++) {
    case '*':
        *least = 0;
        *most = UNBOUNDED;
        return true;
    case '+':
        *least = 1;
        *most = UNBOUNDED;
        return true;
    case '?':
        *least = 0;
        *most = 1;
        return true;
    default:
        return read_interval(reader, least, most);
    }
}

/* The steps from `begin` on may be left out. */
static bool make_optional(struct reader *reader, uint32_t begin) {
    return insert(reader, begin,
                  (struct step){.op = SPLIT, .from = begin + 1, .to = here(reader) + 1});
}

/* Repeats the atom whose text is atom..behind and whose steps begin at `begin`. Further copies are
 * made by reading it again. */
static bool repeat(struct reader *reader, const char *atom, uint32_t begin, size_t least,
                   size_t most) {
    const char *behind = reader->at;
    uint32_t last = begin;
    if (!most) {
        reader->regex->count = begin;
        return true;
    }
    size_t copies = most == UNBOUNDED ? (least ? least : 1) : most;
    for (size_t i = 1; i <= copies; i++) {
        if (i > 1) {
            last = here(reader);
            reader->at = atom;
            if (!read_atom(reader))
                return false;
        }
        if (most == UNBOUNDED && i == copies && !add(reader, SPLIT, last, here(reader) + 1))
            return false;
        if (i > least && !make_optional(reader, last))
            return false;
    }
    reader->at = behind;
    return true;
}

static bool repeats(const struct reader *reader) {
    return reader->at < reader->end && memchr("*+?{", *reader->at, 4);
}

static bool read_piece(struct reader *reader) {
    const char *atom = reader->at;
    uint32_t begin = here(reader);
    size_t least, most;
    if (!read_atom(reader))
        return false;
    if (!repeats(reader))
        return true;
    if (!read_repetition(reader, &least, &most))
        return false;
    if (next_is(reader, '?'))
        reader->at++; /* as few as possible: the same texts match */
    if (!repeat(reader, atom, begin, least, most))
        return false;
    return !repeats(reader) ||
           fail_expression(reader, "repeats a repetition; put the inner one in a group");
}

static bool read_sequence(struct reader *reader) {
    while (reader->at < reader->end && *reader->at != '|' && *reader->at != ')')
        if (!read_piece(reader))
            return false;
    return true;
}

static bool read_choice(struct reader *reader) {
    uint32_t begin = here(reader);
    if (!read_sequence(reader))
        return false;
    if (!next_is(reader, '|'))
        return true;
    reader->at++;
    uint32_t jump = here(reader);
    if (!add(reader, JUMP, 0, 0) ||
        !insert(reader, begin, (struct step){.op = SPLIT, .from = begin + 1, .to = jump + 2}) ||
        !read_choice(reader))
        return false;
    reader->regex->steps[jump + 1].from = here(reader);
    return true;
}

struct journal_regex *journal_regex_new(struct base_memory *memory, struct base_slice pattern,
                                        const char **reason) {
    struct journal_regex *regex = base_memory_zero(memory, sizeof *regex);
    struct reader reader = {.regex = regex, .at = pattern.ptr, .end = pattern.ptr + pattern.len};
    *reason = NULL;
    if (!regex)
        return NULL;
    if (read_choice(&reader) && reader.at < reader.end)
        (void)fail_expression(&reader, "has a ) without a (");
    if (!reader.reason && add(&reader, MATCH, 0, 0))
        return regex;
    *reason = reader.reason;
    journal_regex_free(memory, regex);
    return NULL;
}

void journal_regex_free(struct base_memory *memory, struct journal_regex *regex) {
    base_memory_give(memory, regex, sizeof *regex);
}

/* ---- searching ----------------------------------------------------------------------------- */

/* The steps at which the automaton stands, each once. */
struct places {
    size_t count;
    uint16_t steps[JOURNAL_REGEX_STEPS];
    bool has[JOURNAL_REGEX_STEPS];
};

/* Where a search stands: between two characters. */
struct search {
    const struct journal_regex *regex;
    bool at_begin, at_end;
    bool after_word, before_word; /* the character on that side is one of a word */
    bool matched;
};

/* Goes to a step, and on from there as far as no character is needed. */
static void go(struct search *search, struct places *places, uint32_t at) {
    const struct step *step = &search->regex->steps[at];
    if (places->has[at])
        return;
    places->has[at] = true;
    switch (step->op) {
    case JUMP:
        go(search, places, step->from);
        break;
    case SPLIT:
        go(search, places, step->from);
        go(search, places, step->to);
        break;
    case BEGIN:
        if (search->at_begin)
            go(search, places, at + 1);
        break;
    case END:
        if (search->at_end)
            go(search, places, at + 1);
        break;
    case BOUNDARY:
        if ((search->after_word != search->before_word) != step->negated)
            go(search, places, at + 1);
        break;
    case MATCH:
        search->matched = true;
        break;
    default:
        places->steps[places->count++] = (uint16_t)at;
    }
}

static bool fits(const struct journal_regex *regex, const struct step *step, uint32_t character) {
    if (step->op == CHARACTER)
        return step->from == character;
    if (step->op == ANY)
        return character <= LAST_CHARACTER;
    for (uint32_t i = step->from; i < step->to; i++)
        if (regex->ranges[i].first <= character && character <= regex->ranges[i].last)
            return !step->negated;
    return step->negated;
}

/* A byte of a character over 127 is none. */
static bool is_word(char byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
           (byte >= 'a' && byte <= 'z');
}

static void clear(struct places *places) {
    places->count = 0;
    memset(places->has, 0, sizeof places->has);
}

bool journal_regex_matches(const struct journal_regex *regex, struct base_slice text) {
    struct places sets[2];
    struct places *now = &sets[0], *next = &sets[1];
    const char *at = text.ptr, *end = text.ptr + text.len;
    struct search search = {.regex = regex,
                            .at_begin = true,
                            .at_end = at == end,
                            .before_word = at < end && is_word(*at)};
    if (text.len > JOURNAL_REGEX_TEXT)
        return false;
    clear(now);
    go(&search, now, 0);
    while (!search.matched && at < end) {
        uint32_t character = take(&at, end);
        search.at_begin = false;
        search.at_end = at == end;
        search.after_word = search.before_word;
        search.before_word = at < end && is_word(*at);
        clear(next);
        for (size_t i = 0; i < now->count; i++)
            if (fits(regex, &regex->steps[now->steps[i]], character))
                go(&search, next, now->steps[i] + 1u);
        go(&search, next, 0);
        struct places *done = now;
        now = next;
        next = done;
    }
    return search.matched;
}
