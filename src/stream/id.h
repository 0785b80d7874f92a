/* id.h - how long the ids of streams and fragments are, and what stands for several. */
#ifndef STREAM_ID_H
#define STREAM_ID_H

/** Room for an id, a pattern or a scenario's name as plain UTF-8: 256 characters (protocol §3) of
 * at most four bytes. */
#define STREAM_ID_SIZE 1024

#endif
