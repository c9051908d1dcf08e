/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "options.h"

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

enum { MAX_IN_FLIGHT = 4096 };

static void usage(void) {
    fputs("usage: load (-p PORT | -u SOCKET) [-c CLIENTS | -r RATE] [-t SECONDS] [-w WARM-UP]\n"
          "            [-k NAMES | -s TEXT] [-e EXPECTED] [-P PID[,PID...]]\n",
          stderr);
    exit(2);
}

static void use_port(struct options *o, const char *port) {
    struct sockaddr_in *address = (struct sockaddr_in *)&o->server;
    address->sin_family = AF_INET;
    address->sin_port = htons((uint16_t)atoi(port));
    address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    o->server_length = sizeof *address;
    o->is_tcp = true;
}

static void use_path(struct options *o, const char *path) {
    struct sockaddr_un *address = (struct sockaddr_un *)&o->server;
    if (strlen(path) >= sizeof address->sun_path)
        usage();
    address->sun_family = AF_UNIX;
    strcpy(address->sun_path, path);
    o->server_length = sizeof *address;
}

static void use_pids(struct options *o, char *list) {
    for (char *pid = strtok(list, ","); pid != NULL; pid = strtok(NULL, ",")) {
        if (o->pid_count == MAX_PIDS)
            usage();
        o->pids[o->pid_count++] = atoi(pid);
    }
}

struct options read_options(int count, char **words) {
    struct options o = {.clients = 1, .duration = 3, .text = "", .expected = "up"};
    for (int option; (option = getopt(count, words, "p:u:c:r:t:w:k:s:e:P:")) >= 0;) {
        switch (option) {
        case 'p': use_port(&o, optarg); break;
        case 'u': use_path(&o, optarg); break;
        case 'c': o.clients = atoi(optarg); break;
        case 'r': o.rate = atof(optarg); break;
        case 't': o.duration = atof(optarg); break;
        case 'w': o.warm_up = atof(optarg); break;
        case 'k': o.names = atoi(optarg); break;
        case 's': o.text = optarg; break;
        case 'e': o.expected = optarg; break;
        case 'P': use_pids(&o, optarg); break;
        default: usage();
        }
    }
    if (o.rate > 0)
        o.clients = MAX_IN_FLIGHT;
    bool is_sane = o.server_length > 0 && o.clients > 0 && o.clients <= MAX_IN_FLIGHT && o.duration > 0
        && o.warm_up >= 0 && o.rate >= 0 && o.names >= 0 && optind == count;
    if (!is_sane)
        usage();
    return o;
}
