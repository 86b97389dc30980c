/*
 * part.h - how much of a file one question carries.
 *
 * Shape:  a file goes over the wire in parts of PART_LEN bytes, the last one
 *         shorter, each as base64 in F_DATA without padding but at its end.
 * Units:  bytes.
 * Errors: none.
 * Source: ours; wire.h has room for one, with what is said about it.
 */
#ifndef BASE_PART_H
#define BASE_PART_H

enum {
	PART_LEN = 36 * 1024,
	PART_TEXT_LEN = PART_LEN / 3 * 4,
};

#endif
