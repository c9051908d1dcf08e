/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The physical limit: an agent and a health server on one thread and one epoll, without time-outs or limits.
 *
 *   floor agent PORT SOCKET   answers each request line with "up" or "down", as the health server on SOCKET says
 *   floor health SOCKET       answers "ping" with "healthy"
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "sockets.h"

enum { MAX_FDS = 65536, TEXT = 112, EVENTS = 256 };

/* What an open descriptor is: an asker, or the probe made for one. */
struct connection {
    bool is_probe;
    int asker; /* whom a probe's outcome is for */
    size_t length;
    char text[TEXT];
};

static struct connection connections[MAX_FDS];
static int epoll;
static bool is_agent;
static struct sockaddr_un service; /* whom the agent asks */

static void answer(int fd, const char *text) {
    send(fd, text, strlen(text), MSG_NOSIGNAL);
    close(fd);
}

static void start_probe(int asker) {
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&service, sizeof service) < 0) {
        if (fd >= 0)
            close(fd);
        answer(asker, "down\n");
        return;
    }
    connections[fd] = (struct connection){.is_probe = true, .asker = asker};
    send(fd, "ping", 4, MSG_NOSIGNAL);
    watch(epoll, fd, EPOLLIN);
}

static bool is_complete(const struct connection *c) {
    if (c->is_probe)
        return c->length >= strlen("healthy");
    return is_agent ? memchr(c->text, '\n', c->length) != NULL : c->length >= strlen("ping");
}

static void act_on(int fd) {
    struct connection *c = &connections[fd];
    if (c->is_probe) {
        bool healthy = strncmp(c->text, "healthy", strlen("healthy")) == 0;
        close(fd);
        answer(c->asker, healthy ? "up\n" : "down\n");
    } else if (is_agent) {
        start_probe(fd);
    } else {
        answer(fd, strncmp(c->text, "ping", strlen("ping")) == 0 ? "healthy" : "send 'ping' to trigger healthcheck");
    }
}

/* Reads what has come; whether more is awaited. */
static bool is_still_open(int fd) {
    struct connection *c = &connections[fd];
    ssize_t count = recv(fd, c->text + c->length, TEXT - 1 - c->length, 0);
    if (count < 0 && errno == EAGAIN)
        return true;
    if (count > 0) {
        c->length += (size_t)count;
        c->text[c->length] = '\0';
        if (!is_complete(c) && c->length < TEXT - 1)
            return true;
        act_on(fd);
    } else if (c->is_probe) {
        act_on(fd);
    } else {
        close(fd);
    }
    return false;
}

static void accept_all(int listener) {
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0)
            return;
        connections[fd] = (struct connection){.is_probe = false};
        /* Once only: an asker that goes while its probe is under way must not wake the loop again and again. */
        if (is_still_open(fd))
            watch(epoll, fd, EPOLLIN | EPOLLONESHOT);
    }
}

static void read_more(int fd) {
    if (is_still_open(fd) && !connections[fd].is_probe) {
        struct epoll_event event = {.events = EPOLLIN | EPOLLONESHOT, .data.fd = fd};
        epoll_ctl(epoll, EPOLL_CTL_MOD, fd, &event);
    }
}

int main(int count, char **words) {
    is_agent = count == 4 && strcmp(words[1], "agent") == 0;
    if (!is_agent && (count != 3 || strcmp(words[1], "health") != 0)) {
        fprintf(stderr, "usage: floor agent PORT SOCKET | floor health SOCKET\n");
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    if (is_agent)
        set_path(&service, words[3]);
    int listener = is_agent ? listen_on_port("127.0.0.1", words[2]) : listen_on_path(words[2]);
    epoll = epoll_create1(EPOLL_CLOEXEC);
    watch(epoll, listener, EPOLLIN);
    struct epoll_event events[EVENTS];
    for (;;) {
        int ready = epoll_wait(epoll, events, EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            int fd = events[i].data.fd;
            if (fd == listener)
                accept_all(listener);
            else
                read_more(fd);
        }
    }
}
