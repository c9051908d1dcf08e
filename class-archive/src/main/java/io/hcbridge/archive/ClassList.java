/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.archive;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The lines of class lists ({@code -XX:DumpLoadedClassList}) of several processes, each line once, in the order of first loading. */
final class ClassList {
    /** Java 25 numbers the classes of each list, so the numbers of two lists contradict each other. */
    private static final Pattern NUMBER = Pattern.compile(" id: \\d+$");
    /** Classes of own class loaders, which refer to other classes by number. */
    private static final String OWN_LOADER = " super: ";
    /** Resolved constants (Java 24 and later): they link classes early, which excludes those of Java 5, picocli's, from the archive. */
    private static final String CONSTANTS = "@cp ";

    private final Set<String> lines = new LinkedHashSet<>();

    void add(Collection<String> list) {
        for (String line : list) {
            if (!line.startsWith(CONSTANTS) && !line.contains(OWN_LOADER)) {
                lines.add(NUMBER.matcher(line).replaceFirst(""));
            }
        }
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
