#include "conform/options.h"

#include "base/secret.h"
#include "base/utf8.h"
#include "codec/closest.h"

#include <stdlib.h>

/* Flags that are looked at again: enough to give each of them, and --only as often as allowed. */
#define FLAGS_MAX (CONFORM_ONLY_MAX + 16)
/* Of a key that something is removed of: longer than any that echo-sts takes. */
#define KEY_SIZE 4096
/* The longest wait that can be asked for, in seconds. */
#define PATIENCE_MAX 600

static const char usage[] =
    "sts-conform checks whether a speech-to-speech dubbing service (STS) keeps the WebSocket "
    "Audio\n"
    "Fragment Protocol. It plays a worker and runs one case for each requirement on servers.\n"
    "\n"
    "Usage: sts-conform URL [OPTION ...]      check the server at URL\n"
    "       sts-conform replay JOURNAL [OPTION ...]\n"
    "                                         report on the workers in a journal of echo-sts, or "
    "in\n"
    "                                         a saved answer of GET /control/journal\n"
    "       sts-conform diff OLD NEW          compare two JSON reports\n"
    "       sts-conform --list [--only ID]    list the requirements that are checked\n"
    "       sts-conform --help | --version\n"
    "\n"
    "URL is http://HOST:PORT, or https:// for TLS. A path in it is the path of Socket.IO\n"
    "(default: /socket.io/).\n"
    "\n"
    "Options\n"
    "\n"
    "  --api-key KEY     API key (default: the variable STS_API_KEY, or test-api-key)\n"
    "  --namespace NAME  Socket.IO namespace (default: /)\n"
    "  --only ID         check only this requirement, or those whose id begins with ID. Can be\n"
    "                    repeated\n"
    "  --all             also check what takes long (pings, messages of 50 MiB) or disturbs "
    "others\n"
    "                    (after sts/2/limited the server answers wrong keys of this address late\n"
    "                    for a minute)\n"
    "  --against WHAT    what the server must keep: spec016 (default: the WebSocket Audio "
    "Fragment\n"
    "                    Protocol), spec017 (also the specification of the echo service) or echo\n"
    "                    (also what echo-sts has settled)\n"
    "  --strict          count a broken should as a violation too\n"
    "  --verbose         show each case and each finding\n"
    "  --patience S      wait at most S seconds for each answer (default: 10)\n"
    "  --insecure        accept any TLS certificate\n"
    "  --json FILE       write the report as JSON (- is the standard output)\n"
    "  --junit FILE      write the report as JUnit XML\n"
    "  --html FILE       write the report as one HTML page\n"
    "\n"
    "If a case needs an optional part that the server does not have, it is \"not offered\". That "
    "is "
    "not\n"
    "a violation. Streams are named conform-..., and are ended after the check.\n"
    "\n"
    "Exit status: 0 the server conforms, 1 it does not, 2 wrong usage, 3 it cannot be checked (no\n"
    "connection, no STS, a limit or the API key), 4 nothing was checked.\n"
    "Of replay: 0 the workers conform, 1 they do not, 2 wrong usage or not a journal, 4 nothing "
    "was\n"
    "checked, or it is not known (the journal is not whole).\n"
    "Of diff: 0 the same or better, 1 something broke, 2 wrong usage or not a report.\n";

static enum conform_command wrong(const char *what, const char *which) {
    (void)fprintf(stderr, "sts-conform: %s%s. See sts-conform --help.\n", what, which);
    return CONFORM_COMMAND_WRONG;
}

static bool read_patience(struct conform_options *options, const char *value) {
    char *end;
    double seconds = strtod(value, &end);
    bool fits = *value && *end == '\0' && seconds >= 0.1 && seconds <= PATIENCE_MAX;
    if (fits)
        options->settings.patience = (int64_t)(seconds * 1000);
    else
        (void)wrong("--patience must be a number of seconds from 0.1 to 600, not ", value);
    return fits;
}

static bool read_against(struct conform_options *options, const char *value) {
    for (size_t i = 0; i < STS_REQUIREMENT_ORIGIN_COUNT; i++)
        if (base_slice_equal(sts_requirement_origins[i], base_slice_of(value))) {
            options->settings.against = (enum sts_requirement_origin)i;
            return true;
        }
    (void)wrong("--against must be spec016, spec017 or echo, not ", value);
    return false;
}

static bool add_only(struct conform_options *options, const char *value) {
    if (options->only_count == CONFORM_ONLY_MAX) {
        (void)wrong("--only is given too many times", "");
        return false;
    }
    options->only[options->only_count++] = value;
    return true;
}

/* Says the flag without what follows "=", which may be a key. */
static void unknown_flag(const char *flag) {
    static const char *const flags[] = {
        "--api-key",  "--namespace", "--only",    "--all",     "--strict",
        "--patience", "--insecure",  "--json",    "--junit",   "--html",
        "--list",     "--help",      "--version", "--against", "--verbose",
    };
    const struct base_slice name = {flag, strcspn(flag, "=")};
    struct codec_closest search = codec_closest(name);
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        codec_closest_try(&search, base_slice_of(flags[i]));
    if (!search.best.len)
        (void)fprintf(stderr, "sts-conform: unknown option %.*s. See sts-conform --help.\n",
                      (int)name.len, name.ptr);
    else if (base_slice_equal(search.best, name))
        (void)fprintf(stderr,
                      "sts-conform: %s does not take \"=\". Give its value as the next argument.\n",
                      search.best.ptr);
    else
        (void)fprintf(stderr, "sts-conform: unknown option %.*s; did you mean %s?\n", (int)name.len,
                      name.ptr, search.best.ptr);
}

/* Where the value of a flag goes; NULL: no such flag, or one with a function. */
static const char **text_of(struct conform_options *options, const char *flag) {
    const struct {
        const char *flag;
        const char **text;
    } texts[] = {
        {"--api-key", &options->settings.key},
        {"--json", &options->json},
        {"--namespace", &options->settings.namespace},
        {"--junit", &options->junit},
        {"--html", &options->html},
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (strcmp(flag, texts[i].flag) == 0)
            return texts[i].text;
    return NULL;
}

static bool *switch_of(struct conform_options *options, const char *flag) {
    if (strcmp(flag, "--all") == 0)
        return &options->all;
    if (strcmp(flag, "--strict") == 0)
        return &options->strict;
    if (strcmp(flag, "--verbose") == 0)
        return &options->verbose;
    return strcmp(flag, "--insecure") == 0 ? &options->settings.address.insecure : NULL;
}

/* One flag with its value. False: a message was printed. */
static bool read_valued(struct conform_options *options, const char *flag, const char *value) {
    const char **text = text_of(options, flag);
    bool known = text || strcmp(flag, "--patience") == 0 || strcmp(flag, "--only") == 0 ||
                 strcmp(flag, "--against") == 0;
    if (!known) {
        unknown_flag(flag);
        return false;
    }
    if (!value) {
        (void)wrong("the value is missing after ", flag);
        return false;
    }
    options->key_given = options->key_given || strcmp(flag, "--api-key") == 0;
    if (text)
        *text = value;
    else if (strcmp(flag, "--only") == 0)
        return add_only(options, value);
    else if (strcmp(flag, "--against") == 0)
        return read_against(options, value);
    else
        return read_patience(options, value);
    return true;
}

/* The key without what .env files and copying leave around it; it is told where that was. */
static bool trim_key(struct conform_options *options) {
    static char kept[KEY_SIZE];
    char removed[BASE_SECRET_REMOVED];
    const char *name = options->key_given ? "--api-key" : "STS_API_KEY";
    struct base_slice key = base_slice_of(options->settings.key),
                      trimmed = base_secret_trimmed(key);
    if (trimmed.len == key.len)
        return true;
    if (!trimmed.len || trimmed.len >= sizeof kept) {
        (void)wrong(name, trimmed.len ? " is too long"
                                      : " has nothing but blanks, line ends and quotes, but must "
                                        "be a key");
        return false;
    }
    (void)fprintf(stderr, "sts-conform: %s: removed %s\n", name, base_secret_removed(key, removed));
    (void)snprintf(kept, sizeof kept, "%.*s", (int)trimmed.len, trimmed.ptr);
    options->settings.key = kept;
    return true;
}

/* What is wrong with what goes into CONNECT; NULL: nothing. */
static const char *unfit_setting(const struct conform_settings *settings) {
    struct base_slice name = base_slice_of(settings->namespace);
    if (!base_utf8_valid(base_slice_of(settings->key)))
        return "the API key must be UTF-8, because it is sent as JSON";
    if (name.len == 0 || *name.ptr != '/' || memchr(name.ptr, ',', name.len) ||
        !base_utf8_valid(name))
        return "--namespace must begin with / and must not contain a comma";
    return NULL;
}

/* A flag that the command has no use for is a mistake of who gives it. */
static enum conform_command refuse_useless(enum conform_command command, const char *const *given,
                                           size_t count) {
    static const struct {
        enum conform_command command;
        const char *name, *flags;
    } takes[] = {
        {CONFORM_COMMAND_LIST, "--list", " --only --all --against "},
        {CONFORM_COMMAND_REPLAY, "replay", " --strict --json --junit --html "},
        {CONFORM_COMMAND_DIFF, "diff", " "},
    };
    for (size_t i = 0; i < sizeof takes / sizeof *takes; i++)
        for (size_t k = 0; takes[i].command == command && k < count; k++) {
            char word[32];
            (void)snprintf(word, sizeof word, " %s ", given[k]);
            if (strstr(takes[i].flags, word))
                continue;
            (void)fprintf(stderr, "sts-conform: %s does not take %s. See sts-conform --help.\n",
                          takes[i].name, given[k]);
            return CONFORM_COMMAND_WRONG;
        }
    return command;
}

/* The words that are no flags: a URL, or replay and diff with their files. */
static enum conform_command read_words(struct conform_options *options, const char *const *words,
                                       size_t count, bool list) {
    char error[256];
    if (list && count == 0)
        return CONFORM_COMMAND_LIST;
    if (count == 0)
        return wrong("the URL of a server is missing", "");
    if (strcmp(words[0], "replay") == 0 || strcmp(words[0], "diff") == 0) {
        bool replay = words[0][0] == 'r';
        if (count != (replay ? 2 : 3))
            return wrong(replay ? "replay needs one journal" : "diff needs two reports", "");
        options->files[0] = words[1];
        options->files[1] = replay ? NULL : words[2];
        return replay ? CONFORM_COMMAND_REPLAY : CONFORM_COMMAND_DIFF;
    }
    if (count > 1)
        return wrong("more than one URL: ", words[1]);
    if (!trim_key(options))
        return CONFORM_COMMAND_WRONG;
    const char *unfit = unfit_setting(&options->settings);
    if (unfit)
        return wrong(unfit, "");
    bool insecure = options->settings.address.insecure;
    options->url = words[0];
    if (!client_address_parse(words[0], &options->settings.address, error, sizeof error))
        return wrong("not a URL: ", error);
    options->settings.address.insecure = insecure;
    return list ? CONFORM_COMMAND_LIST : CONFORM_COMMAND_CHECK;
}

enum conform_command conform_options_read(struct conform_options *options, int argc, char **argv) {
    const char *words[4], *given[FLAGS_MAX];
    size_t count = 0, flags = 0;
    bool list = false;
    const char *key = getenv("STS_API_KEY");
    *options = (struct conform_options){.settings = {.key = key && *key ? key : "test-api-key",
                                                     .namespace = "/",
                                                     .patience = 10000}};
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i];
        bool *on = switch_of(options, word);
        if (strcmp(word, "--help") == 0 || strcmp(word, "--version") == 0) {
            (void)fputs(word[2] == 'h' ? usage : "sts-conform " ECHO_VERSION "\n", stdout);
            return CONFORM_COMMAND_SHOWN;
        }
        if ((on || (word[0] == '-' && word[1] != '\0' && strcmp(word, "--list") != 0)) &&
            flags < FLAGS_MAX)
            given[flags++] = word;
        if (on)
            *on = true;
        else if (strcmp(word, "--list") == 0)
            list = true;
        else if (word[0] == '-' && word[1] != '\0') {
            if (!read_valued(options, word, i + 1 < argc ? argv[i + 1] : NULL))
                return CONFORM_COMMAND_WRONG;
            i++;
        } else if (count < sizeof words / sizeof words[0])
            words[count++] = word;
    }
    return refuse_useless(read_words(options, words, count, list), given, flags);
}
