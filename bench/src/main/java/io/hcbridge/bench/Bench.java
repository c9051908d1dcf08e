/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import java.io.IOException;
import java.util.List;

/** One benchmark. It ends all processes that it has started. */
interface Bench {
    List<Row> run(Programs programs, Plan plan, Load load) throws IOException;
}
