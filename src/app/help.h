/* help.h - the table of settings for people: --help, and docs/configuration.md. */
#ifndef APP_HELP_H
#define APP_HELP_H
#include <stdio.h>

/** `echo-sts --help`. */
void app_help_print(FILE *out);

/** `echo-sts --help-markdown`: the whole of docs/configuration.md. */
void app_help_markdown(FILE *out);

#endif
