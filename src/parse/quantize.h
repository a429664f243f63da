/*
 * parse/quantize.h - a trained network in floating point → its section of a model, in integers.
 *
 * Weights become int8 with a scale an output (the largest is ±63), inputs uint8 with a scale a layer, taken from how large they are on
 * sentences (learner_ranges); Jacob et al. 2018, "Quantization and training of neural networks for efficient integer-arithmetic-only
 * inference". Nothing is trained again.
 */
#ifndef PARSE_QUANTIZE_H
#define PARSE_QUANTIZE_H
#include "base/buf.h"
#include "parse/learn.h"

/* The step of the vector table: its numbers are (x / step) rounded, within ±127, plus 128. */
float quantize_vector_step(const float *vectors, size_t count);

/* Append the vector table [count][padded size] to `out`. */
void quantize_vectors(const float *vectors, uint32_t count, uint32_t size, float step, buf *out);

/* Append the network's section to `out`; `out->failed` tells that memory ended. */
void quantize_net(const net_shape *shape, const float *dense, const float *rows, const learn_ranges *ranges, float vector_step, buf *out);

#endif
