/* help.h - the table of settings for people: --help, docs/configuration.md, echo-sts-settings(5).
 */
#ifndef APP_SETTINGS_HELP_H
#define APP_SETTINGS_HELP_H
#include <stdio.h>

/** `echo-sts --help`. */
void app_help_print(FILE *out);

/** `echo-sts --help-markdown`: the whole of docs/configuration.md. */
void app_help_markdown(FILE *out);

/** `echo-sts --help-man`: the manual page echo-sts-settings(5). */
void app_help_man(FILE *out);

#endif
