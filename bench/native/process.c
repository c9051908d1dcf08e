/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "process.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static FILE *open_file(int pid, const char *name) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
    return fopen(path, "r");
}

static double cpu_of(int pid) {
    FILE *file = open_file(pid, "stat");
    if (file == NULL)
        return 0;
    char text[1024];
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    /* The second field is the program's name, which may hold anything; what is wanted are the 14th and 15th. */
    const char *behind_name = strrchr(text, ')');
    unsigned long user = 0, system = 0;
    if (behind_name != NULL)
        sscanf(behind_name + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
    return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

static long resident_of(int pid) {
    FILE *file = open_file(pid, "status");
    if (file == NULL)
        return 0;
    char line[256];
    long kib = 0;
    while (fgets(line, sizeof line, file) != NULL && sscanf(line, "VmRSS: %ld", &kib) != 1) {
    }
    fclose(file);
    return kib;
}

double cpu_seconds(const int *pids, int count) {
    double seconds = 0;
    for (int i = 0; i < count; i++)
        seconds += cpu_of(pids[i]);
    return seconds;
}

long resident_kib(const int *pids, int count) {
    long kib = 0;
    for (int i = 0; i < count; i++)
        kib += resident_of(pids[i]);
    return kib;
}
