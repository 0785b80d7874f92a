/* file.h - files that are read whole. */
#ifndef CONFORM_FILE_H
#define CONFORM_FILE_H
#include "base/bytes.h"

/** Reads a file, `-` is the standard input. 0, or the errno of why it could not be read. */
int conform_file_read(const char *path, struct base_bytes *bytes);

#endif
