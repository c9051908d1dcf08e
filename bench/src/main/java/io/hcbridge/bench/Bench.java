/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import java.io.IOException;
import java.util.List;

/** Measures something, and ends all that it started for it. */
interface Bench {
    List<Row> run(Programs programs, Plan plan, Load load) throws IOException;
}
