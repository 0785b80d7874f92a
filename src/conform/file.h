/* file.h - files that are read whole. */
#ifndef CONFORM_FILE_H
#define CONFORM_FILE_H
#include "base/bytes.h"

/** Reads a file of text, without its byte order mark; `-` is the standard input. NULL, or why not
 *  ("No such file or directory"), valid until the next call of libc that fails. */
const char *conform_file_read(const char *path, struct base_bytes *bytes);

#endif
