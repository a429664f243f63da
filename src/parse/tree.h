/*
 * parse/tree.h - scores of arcs → the best tree with one root.
 *
 * Method: the maximum spanning arborescence of Chu and Liu (1965) and Edmonds (1967), after McDonald et al. (2005), "Non-projective
 * dependency parsing using spanning tree algorithms". A single root comes from making every arc from the root so dear that the best tree
 * has but one (the same tree as the best among those with one root). Where each word's best head already makes a tree, that is it.
 */
#ifndef PARSE_TREE_H
#define PARSE_TREE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TREE_SCORE_MAX 1500000000       /* scores lie within ± this */

/* Bytes of scratch that tree_decode needs for n words. */
size_t tree_scratch(uint32_t n);

/*
 * scores[d * stride + h] is that of head h for word d; h == n is the root; the score of a word for itself is not looked at. Writes
 * heads[n]: h, or n for the root. `scratch` is aligned for int64_t. 1 ≤ n ≤ 1,024. Ties go to the lower head. Cost: n²; n³ at worst.
 */
void tree_decode(const int32_t *scores, size_t stride, uint32_t n, uint32_t *heads, void *scratch);

#endif
