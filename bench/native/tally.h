/* SPDX-License-Identifier: Apache-2.0 */
/* What became of the exchanges that count. */
#ifndef TALLY_H
#define TALLY_H

#include <stddef.h>
#include <stdint.h>

struct tally {
    uint64_t errors; /* no answer, or not begun since too many were in flight */
    uint64_t wrong;  /* another answer than was expected */
    uint64_t *nanos; /* how long each of the answered took */
    size_t answered;
    size_t room;
};

void add_answer(struct tally *t, uint64_t nanos);

/* To be called once, before any percentile. */
void sort_answers(struct tally *t);

/* In microseconds; 0 if nothing was answered. */
double percentile(const struct tally *t, double fraction);

#endif
