#include "app/settings/help.h"

#include "app/settings/setting.h"

#define WIDTH 78
#define INDENT 6

/* Breaks a sentence into lines of at most WIDTH columns, indented. */
static void print_wrapped(FILE *out, const char *sentence) {
    size_t column = 0;
    while (*sentence) {
        size_t len = strcspn(sentence, " ");
        if (column > 0 && column + 1 + len > WIDTH) {
            (void)fputc('\n', out);
            column = 0;
        }
        column += (size_t)fprintf(out, "%*s%.*s", column ? 1 : INDENT, "", (int)len, sentence);
        sentence += len;
        sentence += *sentence == ' ';
    }
    (void)fputc('\n', out);
}

static void print_setting(FILE *out, const struct app_setting *setting) {
    char flag[APP_SETTING_FLAG], right[128];
    app_setting_flag(setting->name, flag);
    (void)fprintf(out, "  %s, %s%s%s\n", flag, setting->name, setting->alias ? " or " : "",
                  setting->alias ? setting->alias : "");
    print_wrapped(out, setting->help);
    if (setting->kind == APP_SETTING_UNUSED)
        return;
    app_setting_accepted(setting, right, sizeof right);
    (void)fprintf(out, "%*s%s%s%s; ", INDENT, "", right, setting->unit ? ", in " : "",
                  setting->unit ? setting->unit : "");
    (void)fprintf(out, setting->fallback ? "default %s" : "no default", setting->fallback);
    for (const struct app_setting_word *profile = app_profiles; profile->word; profile++)
        if (setting->in[profile->value])
            (void)fprintf(out, ", in %s %s", profile->word, setting->in[profile->value]);
    (void)fputc('\n', out);
}

void app_help_print(FILE *out) {
    (void)fprintf(
        out,
        "echo-sts %s: answers the WebSocket Audio Fragment Protocol like a "
        "speech-to-speech\ndubbing service, and returns the audio that it receives.\n\n"
        "Usage: echo-sts [--SETTING VALUE ...]    serve until SIGTERM or SIGINT\n"
        "       echo-sts --healthcheck            ask a running server whether it is "
        "healthy: exit 0 or 1\n"
        "       echo-sts --help | --help-markdown | --help-man | --version\n\n"
        "Each setting is a flag or an environment variable. A flag overrides a variable, a "
        "variable\noverrides the profile, and the profile overrides the default.\n\n"
        "Exit status: 0 the server was stopped; 1 it cannot start; 2 a setting is wrong;\n"
        "5 the report has what ECHO_FAIL_ON lists; 6 a report, the journal or this text\n"
        "could not be written (also where 5 is true).\n",
        ECHO_VERSION);
    for (size_t i = 0; i < app_setting_count; i++) {
        if (app_settings[i].group)
            (void)fprintf(out, "\n%s\n\n", app_settings[i].group);
        print_setting(out, &app_settings[i]);
    }
}

/* Within a cell of a table. */
static void print_cell(FILE *out, const char *text) {
    for (; *text; text++) {
        if (strchr("|*<{", *text))
            (void)fputc('\\', out);
        (void)fputc(*text, out);
    }
}

static void print_row(FILE *out, const struct app_setting *setting) {
    char flag[APP_SETTING_FLAG], right[128];
    app_setting_flag(setting->name, flag);
    app_setting_accepted(setting, right, sizeof right);
    (void)fprintf(out, "| `%s`", setting->name);
    if (setting->alias)
        (void)fprintf(out, ", `%s`", setting->alias);
    (void)fprintf(out, " | `%s` | ", flag);
    if (setting->fallback)
        (void)fprintf(out, "`%s`", setting->fallback);
    for (const struct app_setting_word *profile = app_profiles; profile->word; profile++) {
        (void)fprintf(out, " | ");
        if (setting->in[profile->value])
            (void)fprintf(out, "`%s`", setting->in[profile->value]);
    }
    (void)fprintf(out, " | %s%s%s | ", right, setting->unit ? ", in " : "",
                  setting->unit ? setting->unit : "");
    print_cell(out, setting->help);
    (void)fprintf(out, " |\n");
}

static void print_head(FILE *out, const char *group) {
    (void)fprintf(out, "\n## %s\n\n| variable | flag | default |", group);
    for (const struct app_setting_word *profile = app_profiles; profile->word; profile++)
        (void)fprintf(out, " in `%s` |", profile->word);
    (void)fprintf(out, " accepted | what |\n| --- | --- | --- |");
    for (int i = 0; i < APP_PROFILES; i++)
        (void)fprintf(out, " --- |");
    (void)fprintf(out, " --- | --- |\n");
}

void app_help_markdown(FILE *out) {
    (void)fprintf(
        out,
        "# Configuration\n\n"
        "<!-- Written by `echo-sts --help-markdown` from src/app/settings/settings.c: do not edit. "
        "-->\n\n"
        "Each setting is an environment variable or a flag. A flag overrides a variable, a\n"
        "variable overrides the profile, and the profile overrides the default. An empty\n"
        "variable counts as not set. Words can be in upper or lower case. A flag takes its value\n"
        "as the next argument or after `=`. For a setting with true or false, the flag alone\n"
        "means `true`.\n\n"
        "If a value is invalid, the server does not start (exit status 2). The message names the\n"
        "setting, the value and what is accepted. If an unknown variable begins with `ECHO_`,\n"
        "`WS_` or `BACKPRESSURE_`, the server logs a warning with the closest known name. It also\n"
        "warns of other variables that look like a misspelled setting: the first word is right\n"
        "(such as `JOURNAL_`), and the rest differs in at most two letters, or in one if it is\n"
        "short. Variables such as CONTROL_PLANE_URL are assumed to belong to another program.\n"
        "ECHO_STS (the program) and ECHO_STS_URL (a server) are for tests, and not settings.\n"
        "At the start, the log lists the settings that differ from their defaults.\n");
    for (size_t i = 0; i < app_setting_count; i++) {
        if (app_settings[i].group)
            print_head(out, app_settings[i].group);
        print_row(out, &app_settings[i]);
    }
}

/* Text of a manual page: no character is taken for a command. */
static void print_roff(FILE *out, const char *text) {
    for (; *text; text++) {
        if (*text == '-' || *text == '\\')
            (void)fputs(*text == '-' ? "\\-" : "\\e", out);
        else
            (void)fputc(*text, out);
    }
}

static void print_bold(FILE *out, const char *label, const char *text) {
    (void)fprintf(out, "%s\\fB", label);
    print_roff(out, text);
    (void)fputs("\\fR", out);
}

static void print_profiles(FILE *out, const struct app_setting *setting) {
    for (const struct app_setting_word *profile = app_profiles; profile->word; profile++) {
        if (!setting->in[profile->value])
            continue;
        (void)fputs("; in the profile ", out);
        print_roff(out, profile->word);
        print_bold(out, ": ", setting->in[profile->value]);
    }
}

static void print_entry(FILE *out, const struct app_setting *setting) {
    char flag[APP_SETTING_FLAG], right[128];
    app_setting_flag(setting->name, flag);
    print_bold(out, ".TP\n", setting->name);
    if (setting->alias)
        print_bold(out, ", ", setting->alias);
    print_bold(out, ", ", flag);
    /* A line that begins with a dot or a quote would be a command. */
    (void)fputs("\n\\&", out);
    print_roff(out, setting->help);
    if (setting->kind != APP_SETTING_UNUSED) {
        app_setting_accepted(setting, right, sizeof right);
        (void)fputs(".\n.br\nAccepted: ", out);
        print_roff(out, right);
        if (setting->unit)
            (void)fprintf(out, ", in %s", setting->unit);
        print_bold(out, setting->fallback ? ". Default: " : ". No default",
                   setting->fallback ? setting->fallback : "");
        print_profiles(out, setting);
    }
    (void)fputs(".\n", out);
}

void app_help_man(FILE *out) {
    (void)fputs(
        ".\\\" Written by `echo-sts --help-man` from src/app/settings/settings.c: do not edit.\n"
        ".TH ECHO-STS-SETTINGS 5 \"\" \"echo-sts " ECHO_VERSION "\"\n"
        ".SH NAME\necho-sts-settings \\- settings of echo-sts\n"
        ".SH DESCRIPTION\n"
        "Each setting of\n.BR echo-sts (1)\nis an environment variable or a flag.\n"
        "A flag overrides a variable, a variable overrides the profile, and the profile\n"
        "overrides the default.\n"
        "An empty variable counts as not set.\n"
        "Words can be in upper or lower case.\n"
        "A flag takes its value as the next argument or after an equals sign.\n"
        "For a setting with true or false, the flag alone means true.\n.PP\n"
        "If a value is invalid, the server does not start (exit status 2).\n"
        "The message names the setting, the value and what is accepted.\n"
        "The service reads its variables from\n.IR /etc/default/echo-sts .\n",
        out);
    for (size_t i = 0; i < app_setting_count; i++) {
        if (app_settings[i].group)
            (void)fprintf(out, ".SH \"%s\"\n", app_settings[i].group);
        print_entry(out, &app_settings[i]);
    }
    (void)fputs(".SH SEE ALSO\n.BR echo-sts (1)\n", out);
}
