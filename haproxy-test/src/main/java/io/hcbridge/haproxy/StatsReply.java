/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parses the replies of HAProxy's command socket about servers. */
final class StatsReply {
    /** The numbers of a backend and a server. They identify a server in the replies to both commands. */
    private record Id(String backend, String server) {}

    private StatsReply() {}

    /**
     * Merges both replies for each server.
     *
     * @param stats the reply to {@code show stat … typed}; each line has one field: {@code S.3.1.17.status.1:MGP:str:UP}
     * @param state the reply to {@code show servers state}; a line with names, then one line for each server
     */
    static List<ServerState> servers(String stats, String state) {
        Map<Id, Map<String, String>> servers = new LinkedHashMap<>();
        stats.lines().filter(line -> line.startsWith("S.")).forEach(line -> {
            String[] parts = line.split(":", 4);
            String[] place = parts[0].split("\\.", -1);
            servers.computeIfAbsent(new Id(place[1], place[2]), id -> new HashMap<>())
                    .put(place[4], parts[3]);
        });
        addState(servers, state);
        return servers.values().stream()
                .map(fields ->
                        new ServerState(fields.getOrDefault("pxname", ""), fields.getOrDefault("svname", ""), fields))
                .toList();
    }

    private static void addState(Map<Id, Map<String, String>> servers, String state) {
        List<String> names = new ArrayList<>();
        for (String line : state.lines().toList()) {
            String[] words = line.split(" ", -1);
            if (line.startsWith("# ")) {
                names = List.of(words).subList(1, words.length);
            } else if (words.length > 4) {
                Map<String, String> fields = servers.get(new Id(words[0], words[2]));
                for (int i = 0; fields != null && i < Math.min(names.size(), words.length); i++) {
                    fields.put(names.get(i), words[i]);
                }
            }
        }
    }
}
