/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The machine and the program versions on which the figures were measured. */
record Machine(Map<String, String> facts) {
    static Machine describe(Programs programs) throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        facts.put("processor", processor() + ", " + Runtime.getRuntime().availableProcessors() + " cores");
        facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("hcbridge", implementationVersion());
        facts.put("Java", System.getProperty("java.vm.name") + " " + Runtime.version());
        facts.put("Go", programs.goVersion());
        facts.put("C", programs.cVersion());
        facts.put("HAProxy", programs.haproxyVersion());
        return new Machine(facts);
    }

    /** Returns the facts as a list in Markdown. */
    String render() {
        return facts.entrySet().stream()
                .map(fact -> "- " + fact.getKey() + ": " + fact.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private static String processor() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        }
    }

    private static String implementationVersion() {
        String version = Machine.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }
}
