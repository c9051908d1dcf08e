/* SPDX-License-Identifier: Apache-2.0 */
/* What the load generator is asked to do. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <sys/socket.h>

enum { MAX_PIDS = 8 };

struct options {
    struct sockaddr_storage server;
    socklen_t server_length;
    bool is_tcp;
    int clients;     /* at once; in the open loop at most */
    double rate;     /* exchanges begun a second; 0 for the closed loop */
    double warm_up;  /* seconds that do not count */
    double duration; /* seconds that count */
    int names;       /* t0 to t(names - 1) are asked in turn; 0 to send `text` */
    const char *text;
    const char *expected;
    int pids[MAX_PIDS]; /* whose CPU time and memory are told */
    int pid_count;
};

/* Ends the program with a usage text where the words make no sense. */
struct options read_options(int count, char **words);

#endif
