/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.key.KeyValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A configuration whose sources are not all read yet. Mutable.
 *
 * @param values values of {@link BridgeKeys}
 * @param defaults values of {@link TargetKeys} for each target that does not set them
 * @param targets the targets by name, in the order of the sources
 * @param discover the rules of discovery, in the order of the sources
 */
record ConfigDraft(
        KeyValues values, KeyValues defaults, Map<String, TargetDraft> targets, List<DiscoverDraft> discover) {
    ConfigDraft() {
        this(new KeyValues(), new KeyValues(), new LinkedHashMap<>(), new ArrayList<>());
    }
}
