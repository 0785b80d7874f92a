/* file.h - files that are read whole. */
#ifndef CONFORM_FILE_H
#define CONFORM_FILE_H
#include "base/bytes.h"

/** Reads a file, `-` is the standard input. False: a message was printed. */
bool conform_file_read(const char *path, struct base_bytes *bytes);

#endif
