/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Load for servers that answer one question on each connection.
 *
 * Closed loop (-c): so many clients, each asking again as soon as it was answered. Open loop (-r): questions begin at a steady
 * rate, whether or not earlier ones were answered, and a latency counts from when its question was due.
 *
 * Prints one line of JSON; times are in microseconds, `cpu_us` is the CPU time of the processes of -P for each answer.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "exchange.h"
#include "options.h"
#include "process.h"
#include "tally.h"

enum { EVENTS = 512, PAUSE_MILLIS = 20 };

static const uint64_t SECOND = 1000000000;

static struct options options;
static struct tally tally;
static struct exchange *exchanges;
static struct exchange **idle;
static int idle_count;
static int epoll;
static uint64_t first, last; /* between these what happens counts */

static uint64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * SECOND + (uint64_t)t.tv_nsec;
}

/* In the open loop those count that were due in time, in the closed loop those that ended in time. */
static bool counts(const struct exchange *x, uint64_t ended) {
    uint64_t when = options.rate > 0 ? x->begun : ended;
    return when >= first && when < last;
}

/* Shows the first wrong answer, because the number alone does not tell what happened. */
static void add_wrong(const struct exchange *x) {
    if (tally.wrong++ == 0)
        fprintf(stderr, "load: wrong answer: %.*s\n", (int)strcspn(x->answer, "\r\n"), x->answer);
}

static void end(struct exchange *x, enum outcome outcome) {
    if (outcome == UNDER_WAY)
        return;
    close_exchange(x, &options);
    idle[idle_count++] = x;
    uint64_t ended = now();
    if (!counts(x, ended))
        return;
    if (outcome == ANSWERED)
        add_answer(&tally, ended - x->begun);
    else if (outcome == WRONG)
        add_wrong(x);
    else
        tally.errors++;
}

static void begin(uint64_t due) {
    static int number;
    struct exchange *x = idle[--idle_count];
    x->begun = due;
    end(x, begin_exchange(x, &options, epoll, number++));
}

static void resume_ready(int millis) {
    struct epoll_event events[EVENTS];
    int ready = epoll_wait(epoll, events, EVENTS, millis);
    for (int i = 0; i < ready; i++) {
        struct exchange *x = events[i].data.ptr;
        if (x != NULL) /* the timer has none */
            end(x, resume_exchange(x, &options, epoll));
    }
}

static void closed_loop(uint64_t until) {
    while (now() < until) {
        /* Each idle client once: one that fails at once must not keep the others from being read. */
        for (int i = idle_count; i > 0; i--)
            begin(now());
        resume_ready(PAUSE_MILLIS);
    }
}

/* Fires when the next exchange is due, more exactly than a time-out in whole milliseconds could. */
static int start_timer(uint64_t due) {
    long period = (long)((double)SECOND / options.rate);
    struct itimerspec times = {
        .it_value = {(time_t)(due / SECOND), (long)(due % SECOND)},
        .it_interval = {period / (long)SECOND, period % (long)SECOND}};
    int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};
    timerfd_settime(timer, TFD_TIMER_ABSTIME, &times, NULL);
    epoll_ctl(epoll, EPOLL_CTL_ADD, timer, &event);
    return timer;
}

static void open_loop(uint64_t due, uint64_t until) {
    int timer = start_timer(due);
    uint64_t period = (uint64_t)((double)SECOND / options.rate);
    while (due < until) {
        resume_ready(-1);
        uint64_t fired = 0;
        if (read(timer, &fired, sizeof fired) < 0)
            continue;
        for (; fired > 0 && due < until; fired--, due += period) {
            if (idle_count > 0)
                begin(due);
            else if (due >= first)
                tally.errors++;
        }
    }
    close(timer);
}

static void run(uint64_t from, uint64_t until) {
    if (options.rate > 0)
        open_loop(from, until);
    else
        closed_loop(until);
}

/* In the open loop, whom the end finds unanswered has one more second. */
static void await_late_answers(void) {
    for (uint64_t limit = now() + SECOND; idle_count < options.clients && now() < limit;)
        resume_ready(PAUSE_MILLIS);
    tally.errors += (uint64_t)(options.clients - idle_count);
}

static void report(double cpu) {
    sort_answers(&tally);
    printf("{\"rate\":%.1f,\"answered\":%zu,\"errors\":%lu,\"wrong\":%lu,\"p50\":%.1f,\"p99\":%.1f,\"p999\":%.1f,"
           "\"cpu_us\":%.3f,\"rss_kib\":%ld}\n",
           (double)tally.answered / options.duration, tally.answered, tally.errors, tally.wrong, percentile(&tally, 0.5),
           percentile(&tally, 0.99), percentile(&tally, 0.999),
           tally.answered == 0 ? 0 : cpu * 1e6 / (double)tally.answered, resident_kib(options.pids, options.pid_count));
}

static void make_clients(void) {
    exchanges = calloc((size_t)options.clients, sizeof *exchanges);
    idle = calloc((size_t)options.clients, sizeof *idle);
    if (exchanges == NULL || idle == NULL) {
        perror("calloc");
        exit(1);
    }
    for (int i = options.clients - 1; i >= 0; i--)
        idle[idle_count++] = &exchanges[i];
}

int main(int count, char **words) {
    options = read_options(count, words);
    make_clients();
    epoll = epoll_create1(EPOLL_CLOEXEC);
    uint64_t start = now();
    first = start + (uint64_t)(options.warm_up * (double)SECOND);
    last = first + (uint64_t)(options.duration * (double)SECOND);
    run(start, first);
    double cpu_before = cpu_seconds(options.pids, options.pid_count);
    run(first, last);
    double cpu = cpu_seconds(options.pids, options.pid_count) - cpu_before;
    if (options.rate > 0)
        await_late_answers();
    report(cpu);
    return 0;
}
