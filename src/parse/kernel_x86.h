/* parse/kernel_x86.h - the kernels of x86-64; for parse/kernel.c alone. */
#ifndef PARSE_KERNEL_X86_H
#define PARSE_KERNEL_X86_H
#include "parse/kernel.h"

#if defined(__x86_64__) && defined(__GNUC__)
#define KERNEL_X86
extern const kernels kernels_avx2, kernels_avx512;
#endif

#endif
