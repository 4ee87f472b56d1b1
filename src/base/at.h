/* at.h - bytes at a place of a file, all of them: interrupted and partial calls are made again. */
#ifndef BASE_AT_H
#define BASE_AT_H

#include <stddef.h>
#include <stdint.h>

/* How many there were, fewer than asked for only at the end of the file.  What names the file in a fault. */
size_t read_at(int fd, void *into, size_t size, uint64_t at, const char *what);
/* A full disk is a fault that says so. */
void   write_at(int fd, const void *from, size_t size, uint64_t at, const char *what);

#endif
