/* SPDX-License-Identifier: Apache-2.0 */
#include "tally.h"

#include <stdio.h>
#include <stdlib.h>

void add_answer(struct tally *t, uint64_t nanos) {
    if (t->answered == t->room) {
        t->room = t->room == 0 ? 1 << 16 : 2 * t->room;
        t->nanos = realloc(t->nanos, t->room * sizeof *t->nanos);
        if (t->nanos == NULL) {
            perror("realloc");
            exit(1);
        }
    }
    t->nanos[t->answered++] = nanos;
}

static int compare(const void *left, const void *right) {
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

void sort_answers(struct tally *t) {
    if (t->answered > 0)
        qsort(t->nanos, t->answered, sizeof *t->nanos, compare);
}

double percentile(const struct tally *t, double fraction) {
    return t->answered == 0 ? 0 : (double)t->nanos[(size_t)((double)(t->answered - 1) * fraction)] / 1000.0;
}
