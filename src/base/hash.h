/*
 * base/hash.h - hashes whose values are part of stored data (event ids, content hashes, table checksums): never change them.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H
#include "base/str.h"

/* FNV-1a, 64 bits, over words of eight bytes and a strong final mix: for tables and checksums, not against attackers. */
uint64_t hash_bytes(const void *at, size_t len, uint64_t seed);

/* 128 bits from two seeds, big-endian into `out`. */
void hash_128(const void *at, size_t len, uint8_t out[16]);

/* 32 hexadecimal digits and a zero byte. */
void hash_hex(const uint8_t id[16], char out[33]);

#endif
