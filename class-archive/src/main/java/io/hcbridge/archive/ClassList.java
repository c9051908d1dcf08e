/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.archive;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The merged class lists ({@code -XX:DumpLoadedClassList}) of several processes. Each line occurs once. The lines are in the order in
 * which their classes were first loaded.
 */
final class ClassList {
    /** The number of a class. Java 25 numbers the classes of each list, and the numbers of two lists conflict. */
    private static final Pattern NUMBER = Pattern.compile(" id: \\d+$");
    /** Marks classes of custom class loaders. Their lines refer to other classes by number. */
    private static final String OWN_LOADER = " super: ";
    /**
     * Marks resolved constants (Java 24 and later). They link classes early. The JVM does not archive linked classes that were compiled for
     * Java 5, as picocli's are.
     */
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
