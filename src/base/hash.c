/*
 * base/hash.c - see base/hash.h. FNV-1a (Fowler, Noll, Vo) taken eight bytes at a time, read in little-endian order on every
 * processor, closed with the 64-bit finalizer of Appleby's MurmurHash3; differs from plain FNV in speed only.
 */
#include "base/hash.h"

static uint64_t mix(uint64_t h)
{
    h ^= h >> 33;
    h *= 0xFF51AFD7ED558CCDu;
    h ^= h >> 33;
    h *= 0xC4CEB9FE1A85EC53u;
    return h ^ h >> 33;
}

uint64_t hash_bytes(const void *at, size_t len, uint64_t seed)
{
    const unsigned char *p = at;
    uint64_t h = 0xCBF29CE484222325u ^ mix(seed) ^ len;
    for (; len >= 8; p += 8, len -= 8) {
        uint64_t word = (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24
                      | (uint64_t)p[4] << 32 | (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 | (uint64_t)p[7] << 56;
        h = (h ^ word) * 0x100000001B3u;
        h ^= h >> 29;
    }
    for (; len; p++, len--) h = (h ^ *p) * 0x100000001B3u;
    return mix(h);
}

void hash_128(const void *at, size_t len, uint8_t out[16])
{
    uint64_t half[2] = { hash_bytes(at, len, 1), hash_bytes(at, len, 2) };
    for (int i = 0; i < 16; i++) out[i] = (uint8_t)(half[i / 8] >> (56 - 8 * (i % 8)));
}

void hash_hex(const uint8_t id[16], char out[33])
{
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < 16; i++) {
        out[2 * i] = digits[id[i] >> 4];
        out[2 * i + 1] = digits[id[i] & 15];
    }
    out[32] = 0;
}
