/* empty.c - a program with the libraries of echo-sts that does nothing until a signal ends it.
 *
 * What it spends until then, the system and the libraries spend for each program. */
#include <unistd.h>

int main(void) {
    return pause();
}
