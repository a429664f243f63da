/*
 * exchange/label.h - what somebody says an actor is, as a JSON array: the same in records of events and of mentions.
 */
#ifndef EXCHANGE_LABEL_H
#define EXCHANGE_LABEL_H
#include "base/buf.h"

/* The key "labels" and its array, empty where there is no label; `start` and `end` are where the speaker stands, in code points. */
void label_json(buf *out, const rp_label *label, uint32_t start, uint32_t end);

#endif
