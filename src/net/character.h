/* character.h - kinds of bytes that HTTP knows (RFC 9110 section 5.6). No locale takes part. */
#ifndef NET_CHARACTER_H
#define NET_CHARACTER_H
#include <stdbool.h>
#include <string.h>

static inline bool net_is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

static inline bool net_is_alphanumeric(char byte) {
    char lower = (char)(byte | 0x20);
    return net_is_digit(byte) || (lower >= 'a' && lower <= 'z');
}

/** False for NUL. */
static inline bool net_is_one_of(char byte, const char *set) {
    return byte != '\0' && strchr(set, byte) != NULL;
}

/** A byte of a method or of the name of a field. */
static inline bool net_is_token(char byte) {
    return net_is_alphanumeric(byte) || net_is_one_of(byte, "!#$%&'*+-.^_`|~");
}

static inline bool net_is_space(char byte) {
    return byte == ' ' || byte == '\t';
}

/** What stands in no line, but for the tab, which is a space. */
static inline bool net_is_control(char byte) {
    return ((unsigned char)byte < ' ' && byte != '\t') || byte == 0x7f;
}

/** The value of a hexadecimal digit, or -1. */
static inline int net_hex_digit(char byte) {
    if (net_is_digit(byte))
        return byte - '0';
    char lower = (char)(byte | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

#endif
