/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.hcbridge.bridge.config.key.ConfigKey;
import io.hcbridge.bridge.config.key.KeyValues;
import java.util.List;

/** The configuration keys of one kind of probe. */
public interface ProbeKeys {
    /** Returns the keys, in the order of the documents. */
    List<ConfigKey<?>> all();

    /**
     * Creates the configuration of the probe of one target. All required keys have a value.
     *
     * @throws IllegalArgumentException if the values contradict each other; the message has the values and the rule
     */
    ProbeConfig read(KeyValues values);
}
