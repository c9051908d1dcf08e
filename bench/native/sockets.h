/* SPDX-License-Identifier: Apache-2.0 */
/* Listening sockets, epoll and errors of the servers. */
#ifndef SOCKETS_H
#define SOCKETS_H

#include <stdint.h>
#include <sys/un.h>

/* Prints what failed and why, and ends the program. */
void fail(const char *what);

/* Ends the program if the path is too long. */
void set_path(struct sockaddr_un *address, const char *path);

/* Listens on an IPv4 address. */
int listen_on_port(const char *host, const char *port);

/* Listens on a unix socket and replaces an existing file. */
int listen_on_path(const char *path);

/* Adds a descriptor. Events have the descriptor as data. */
void watch(int epoll, int fd, uint32_t events);

#endif
