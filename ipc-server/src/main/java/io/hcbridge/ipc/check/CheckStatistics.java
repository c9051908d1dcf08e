/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

import java.time.Duration;

/**
 * Totals of one check since it was added.
 *
 * @param runs number of results, including the failed ones
 * @param failures number of failed results; a run that exceeds its time limit is one, and each attempt while it still runs
 * @param time time that the runs took; a run that exceeds its time limit counts with the limit
 */
public record CheckStatistics(long runs, long failures, Duration time) {}
