/* unmask.h - bytes that are masked as WebSocket has it (RFC 6455 section 5.3). */
#ifndef BASE_UNMASK_H
#define BASE_UNMASK_H
#include <stddef.h>
#include <stdint.h>

/** Puts `length` bytes from `from`, where they are masked, to `to`, which may be the same place.
 *  `mask` is the key twice, turned to where `from` is. */
void base_unmask(char *to, const char *from, size_t length, uint64_t mask);

/** The mask, turned to where it is after `length` bytes. */
uint64_t base_unmask_turn(uint64_t mask, size_t length);

#endif
