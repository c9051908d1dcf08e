/* SPDX-License-Identifier: Apache-2.0 */
/* One question and its answer, on a connection of its own. */
#ifndef EXCHANGE_H
#define EXCHANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "options.h"

enum outcome { UNDER_WAY, ANSWERED, WRONG, FAILED };

struct exchange {
    uint64_t begun; /* when it was due, by the monotonic clock, in nanoseconds */
    int fd;
    bool is_sent;
    char question[112];
    char answer[112];
    unsigned length;
};

/* Connects and, if the socket is ready, asks; the exchange is then watched by `epoll`, with its address as data. */
enum outcome begin_exchange(struct exchange *x, const struct options *o, int epoll, int number);

/* Goes on when epoll says that it can. */
enum outcome resume_exchange(struct exchange *x, const struct options *o, int epoll);

/* On TCP with a reset, as HAProxy does, so that no port stays occupied. */
void close_exchange(struct exchange *x, const struct options *o);

#endif
