/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The services that are probed over the network: one for each of 256 targets, at 127.0.1.0 to 127.0.1.255, on one thread and one
 * epoll. A connection stays open until the client closes it. A client sends its next request after the answer.
 *
 *   service http PORT   answers each request with "UP" in JSON, status 200
 *   service tcp PORT    answers each line with "+PONG"
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sockets.h"

enum { MAX_FDS = 65536, TEXT = 1024, EVENTS = 256, TARGETS = 256 };

/* What a request ends with, and its answer. */
struct protocol {
    const char *name;
    const char *end;
    const char *answer;
};

static const struct protocol protocols[] = {
    {"http", "\r\n\r\n",
     "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"status\":\"UP\"}"},
    {"tcp", "\r\n", "+PONG\r\n"},
};

struct connection {
    bool is_listener;
    size_t length;
    char text[TEXT];
};

static struct connection connections[MAX_FDS];

static const struct protocol *protocol_named(const char *name) {
    for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++)
        if (strcmp(protocols[i].name, name) == 0)
            return &protocols[i];
    return NULL;
}

static void accept_all(int epoll, int listener) {
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0)
            return;
        if (fd >= MAX_FDS) {
            close(fd);
            continue;
        }
        connections[fd].is_listener = false;
        connections[fd].length = 0;
        watch(epoll, fd, EPOLLIN);
    }
}

static bool is_complete(const struct connection *c, const struct protocol *p) {
    size_t length = strlen(p->end);
    return c->length >= length && memcmp(c->text + c->length - length, p->end, length) == 0;
}

/* Closes the connection at the client's end, at an error, and if a request is too long. */
static void serve(int fd, const struct protocol *p) {
    struct connection *c = &connections[fd];
    ssize_t count = recv(fd, c->text + c->length, TEXT - c->length, 0);
    if (count < 0 && errno == EAGAIN)
        return;
    if (count <= 0) {
        close(fd);
        return;
    }
    c->length += (size_t)count;
    if (is_complete(c, p)) {
        send(fd, p->answer, strlen(p->answer), MSG_NOSIGNAL);
        c->length = 0;
    } else if (c->length == TEXT) {
        close(fd);
    }
}

static void listen_on_all(int epoll, const char *port) {
    for (int i = 0; i < TARGETS; i++) {
        char host[16];
        snprintf(host, sizeof host, "127.0.1.%d", i);
        int listener = listen_on_port(host, port);
        connections[listener].is_listener = true;
        watch(epoll, listener, EPOLLIN);
    }
}

int main(int count, char **words) {
    const struct protocol *protocol = count == 3 ? protocol_named(words[1]) : NULL;
    if (protocol == NULL) {
        fprintf(stderr, "usage: service http PORT | service tcp PORT\n");
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    listen_on_all(epoll, words[2]);
    struct epoll_event events[EVENTS];
    for (;;) {
        int ready = epoll_wait(epoll, events, EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            int fd = events[i].data.fd;
            if (connections[fd].is_listener)
                accept_all(epoll, fd);
            else
                serve(fd, protocol);
        }
    }
}
