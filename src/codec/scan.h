/* scan.h - finding the first interesting byte of a string, many bytes at a time. Inside the codec
 * only. None of these reads outside at..end. */
#ifndef CODEC_SCAN_H
#define CODEC_SCAN_H

/** The first byte that is a quote, a backslash, a control character (< 0x20) or not ASCII; `end`
 *  if there is none. */
const char *codec_scan_string(const char *at, const char *end);

/** The first byte outside the alphabet of base64 (A-Z a-z 0-9 + /, no padding), or `end`. */
const char *codec_scan_base64(const char *at, const char *end);

#endif
