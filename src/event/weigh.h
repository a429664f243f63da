/*
 * event/weigh.h - the learned part: sums of integer weights over features, for the type of an event, its status, and what links two sides.
 *
 * Reads: a model written by event/learn.h, features (event/features.h), word vectors of the parser.
 *
 * Method: multinomial logistic regression (maximum entropy; Berger, Della Pietra and Della Pietra 1996) over hashed feature names and, for
 * the type, word vectors of four words of the predicate. A score is a sum of 16-bit weights in steps of 1/WEIGH_ONE: the same on every
 * machine, and each summand can be shown.
 *
 * Layout of the file: weigh_header, then for each table its keys (uint32_t, 1 << bits, 0: free), the row of each key (uint32_t), rows
 * (int16_t, [rows][classes]), vector weights (int16_t, [vector words][vector size][classes]); each part from a multiple of 64 bytes on. Numbers
 * have the byte order of the machine that wrote it.
 */
#ifndef EVENT_WEIGH_H
#define EVENT_WEIGH_H
#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "event/features.h"

#define WEIGH_ONE 512.0             /* a weight's unit */
#define WEIGH_MAGIC "RPEVENTS"
#define WEIGH_VERSION 1u
#define WEIGH_CLASSES_MAX 20u
#define WEIGH_STEPS 24u             /* of the calibration curve */
#define WEIGH_NO_EVENT RP_EVENT_TYPES   /* the type's class for "none" */

typedef enum weigh_task { WEIGH_TYPE, WEIGH_STATUS, WEIGH_LINK, WEIGH_TASKS } weigh_task;

/* Classes of each task: types and none; statuses; one (how well a word links two sides). */
extern const uint32_t weigh_classes[WEIGH_TASKS];

typedef struct weigh_part { uint32_t bits, rows, classes, vector_words, vector_size, reserved; } weigh_part;

typedef struct weigh_header {
    char magic[8];
    uint32_t version, order;
    uint64_t size, checksum;            /* of the whole; of what stands behind this */
    weigh_part parts[WEIGH_TASKS];
    /* confidence by how sure the type is: points (x, y) of a rising curve, x the type's probability */
    float curve_x[WEIGH_STEPS], curve_y[WEIGH_STEPS];
    uint32_t curve_count, reserved;
} weigh_header;

typedef struct weigher weigher;

/*
 * From a file's bytes, aligned to 64 and borrowed; `trusted`: the checksum is not looked at. Caller frees with weigher_free. Errors: RP_EFORMAT
 * no such model, or damaged; RP_EVERSION of another version; RP_ENOMEM.
 */
rp_code weigher_new(rp_str bytes, bool trusted, weigher **out, rp_err *err);
/* The model inside the library. Ownership and errors as above. */
rp_code weigher_new_built_in(weigher **out, rp_err *err);
/* Free it; NULL is none. The bytes stay the caller's. */
void weigher_free(weigher *self);

/* Scores of one case, in units of 1/WEIGH_ONE, [weigh_classes[task]]. */
typedef struct weigh_scores {
    int32_t at[WEIGH_CLASSES_MAX];
    uint32_t count;
} weigh_scores;

/* What was learned of the type at the case's word, of the status of an event of this type, of how well the word links the two sides. */
void weigh_type(const weigher *self, const feature_case *f, weigh_scores *out);
void weigh_status(const weigher *self, const feature_case *f, bool own_words, bool spoken, unsigned type, weigh_scores *out);
int32_t weigh_link(const weigher *self, const feature_case *f);

/* The class with the highest score among the first `count`. */
uint32_t weigh_best(const weigh_scores *s, uint32_t count);
/* Its probability among the first `count` classes: 0..1. */
double weigh_probability(const weigh_scores *s, uint32_t which, uint32_t count);
/* The calibrated confidence of a type that has this probability. */
double weigh_confidence(const weigher *self, double probability);
/* The same by the curve of a header, as the trainer needs it before there is a model; with no points the probability itself. */
double weigh_curve(const weigh_header *header, double probability);

/* What each feature adds to the score of `which` against the best other class, told to `each` in the order of the features. */
typedef void weigh_tell(void *context, rp_str name, rp_str a, rp_str b, rp_str c, int32_t weight, int32_t against);
void weigh_explain(const weigher *self, const feature_case *f, uint32_t which, uint32_t against, weigh_tell *each, void *context);

/*
 * The vectors a case is weighed by, [WEIGH_VECTORS][size] numbers of a byte's range: of the words of features_vectors, then the mean of those of
 * features_phrase; 0 where there is none. Returns size; 0: the parser's model has no vectors, or larger ones than WEIGH_VECTOR_MAX.
 */
#define WEIGH_VECTORS (FEATURE_VECTORS + 1u)
#define WEIGH_VECTOR_MAX 128u
uint32_t weigh_vectors(const feature_case *f, int16_t out[WEIGH_VECTORS][WEIGH_VECTOR_MAX]);

/* For the trainer: the checksum of a whole model, and a feature's hash. */
uint64_t weigh_checksum(rp_str bytes);
uint64_t weigh_hash(rp_str name, rp_str a, rp_str b, rp_str c);

#endif
