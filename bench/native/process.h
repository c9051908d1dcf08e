/* SPDX-License-Identifier: Apache-2.0 */
/* What /proc tells of other processes; one that is not there counts as nothing. */
#ifndef PROCESS_H
#define PROCESS_H

/* CPU time so far of all their threads, in seconds, in the kernel and outside. */
double cpu_seconds(const int *pids, int count);

/* Resident memory of all together, in KiB. */
long resident_kib(const int *pids, int count);

#endif
