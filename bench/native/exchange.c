/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "exchange.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static void watch(struct exchange *x, int epoll, int operation, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = x};
    epoll_ctl(epoll, operation, x->fd, &event);
}

/* Asks, if the connection stands. */
static enum outcome ask(struct exchange *x) {
    size_t length = strlen(x->question);
    ssize_t sent = send(x->fd, x->question, length, MSG_NOSIGNAL);
    x->is_sent = sent == (ssize_t)length;
    return x->is_sent || (sent < 0 && errno == EAGAIN) ? UNDER_WAY : FAILED;
}

enum outcome begin_exchange(struct exchange *x, const struct options *o, int epoll, int number) {
    x->length = 0;
    if (o->names > 0)
        snprintf(x->question, sizeof x->question, "t%d\n", number % o->names);
    else
        snprintf(x->question, sizeof x->question, "%s", o->text);
    x->fd = socket(o->server.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (x->fd < 0)
        return FAILED;
    if (connect(x->fd, (const struct sockaddr *)&o->server, o->server_length) < 0 && errno != EINPROGRESS)
        return FAILED;
    enum outcome outcome = ask(x);
    if (outcome == UNDER_WAY)
        watch(x, epoll, EPOLL_CTL_ADD, x->is_sent ? EPOLLIN : EPOLLOUT);
    return outcome;
}

static enum outcome judge(struct exchange *x, const struct options *o) {
    size_t expected = strlen(o->expected);
    x->answer[x->length] = '\0';
    if (x->length == 0)
        return FAILED;
    bool is_right = strncmp(x->answer, o->expected, expected) == 0 && strcspn(x->answer, "\r\n") == expected;
    return is_right ? ANSWERED : WRONG;
}

enum outcome resume_exchange(struct exchange *x, const struct options *o, int epoll) {
    if (!x->is_sent) {
        enum outcome outcome = ask(x);
        if (x->is_sent)
            watch(x, epoll, EPOLL_CTL_MOD, EPOLLIN);
        return outcome;
    }
    ssize_t count = recv(x->fd, x->answer + x->length, sizeof x->answer - 1 - x->length, 0);
    if (count < 0)
        return errno == EAGAIN ? UNDER_WAY : FAILED;
    x->length += (unsigned)count;
    bool is_complete = count == 0 || x->length == sizeof x->answer - 1 || memchr(x->answer, '\n', x->length) != NULL;
    return is_complete ? judge(x, o) : UNDER_WAY;
}

void close_exchange(struct exchange *x, const struct options *o) {
    if (x->fd < 0)
        return;
    if (o->is_tcp) {
        struct linger reset = {.l_onoff = 1, .l_linger = 0};
        setsockopt(x->fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    }
    close(x->fd);
}
