/*
 * event/learn.h - fit the weights of event/weigh.h from cases.
 *
 * Method: multinomial logistic regression with a squared penalty, by stochastic gradient steps scaled per weight (AdaGrad: Duchi, Hazan and
 * Singer 2011), a fixed number of passes in an order drawn from a fixed seed, and the mean of the weights after the later
 * half of them: averaged over several such
 * orders: the same cases give the same weights. Features seen less often
 * than the options say are left out.
 */
#ifndef EVENT_LEARN_H
#define EVENT_LEARN_H
#include "base/arena.h"
#include "base/error.h"
#include "event/weigh.h"

typedef struct learn_case {
    const uint32_t *features;       /* [count]: numbers in the table of features */
    uint32_t count;
    const float *target;            /* [classes] probabilities that sum to 1 */
    const float *vectors;           /* [vector words * vector size] or NULL */
    float weight;
} learn_case;

typedef struct learn_settings {
    uint32_t classes, features, vector_count;   /* vector_count: vector words * vector size */
    uint32_t passes;
    float rate, penalty;
    uint64_t seed;
} learn_settings;

typedef struct learn_weights {
    float *features;                /* [features][classes] */
    float *vectors;                 /* [vector_count][classes] */
} learn_weights;

/* Fit. `out` lives in `mem`. Errors: RP_ENOMEM. */
rp_code learn_fit(const learn_case *cases, size_t count, const learn_settings *settings, arena *mem, learn_weights *out, rp_err *err);

/* Probabilities of one case, [classes]. */
void learn_apply(const learn_weights *w, const learn_settings *settings, const learn_case *c, float *out);

#endif
