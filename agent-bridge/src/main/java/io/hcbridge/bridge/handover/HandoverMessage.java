/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.handover;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The message with which a master describes the descriptors that it sends, in their order.
 *
 * <pre>
 * hcbridge-sockets 1 2
 * 127.0.0.1:5555
 * unix:/run/hcbridge/agent.sock TAB (dev=14,ino=99)
 * </pre>
 *
 * <p>The first line has the version and the number of the lines that follow.
 */
record HandoverMessage(List<Entry> entries) {
    /** More addresses than a bridge has. The kernel passes at most 253 descriptors at a time. */
    static final int MAX_ENTRIES = 64;

    private static final int MAX_BYTES = 16 * 1024;
    private static final String HEADER = "hcbridge-sockets 1 ";

    HandoverMessage {
        entries = List.copyOf(entries);
        if (entries.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException(
                    entries.size() + " sockets: at most " + MAX_ENTRIES + " can be handed over");
        }
    }

    /**
     * One socket.
     *
     * @param address as in the configuration
     * @param identity see {@link ListeningSocket#identity}
     */
    record Entry(String address, Optional<String> identity) {}

    byte[] encode() {
        StringBuilder text = new StringBuilder(HEADER).append(entries.size()).append('\n');
        for (Entry entry : entries) {
            text.append(entry.address());
            entry.identity().ifPresent(identity -> text.append('\t').append(identity));
            text.append('\n');
        }
        return text.toString().getBytes(UTF_8);
    }

    /**
     * Reads one message, and not more.
     *
     * @throws IOException if the stream ends, or its bytes are not a message
     */
    static HandoverMessage read(InputStream in) throws IOException {
        Lines lines = new Lines(in);
        String header = lines.next();
        int count = header.startsWith(HEADER) ? number(header.substring(HEADER.length())) : -1;
        if (count < 0 || count > MAX_ENTRIES) {
            throw new IOException("the other process sends no sockets of a bridge that this version understands");
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String[] fields = lines.next().split("\t", 3);
            entries.add(new Entry(fields[0], fields.length > 1 ? Optional.of(fields[1]) : Optional.empty()));
        }
        return new HandoverMessage(entries);
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
    }

    /** Reads lines, and at most {@link #MAX_BYTES} in all. */
    private static final class Lines {
        private final InputStream in;
        private final byte[] buffer = new byte[MAX_BYTES];
        private int start;
        private int end;

        Lines(InputStream in) {
            this.in = in;
        }

        String next() throws IOException {
            for (int i = start; ; i++) {
                if (i == end) {
                    fill();
                }
                if (buffer[i] == '\n') {
                    String line = new String(buffer, start, i - start, UTF_8);
                    start = i + 1;
                    return line;
                }
            }
        }

        private void fill() throws IOException {
            if (end == MAX_BYTES) {
                throw new IOException("the other process sends more than " + MAX_BYTES + " bytes");
            }
            int count = in.read(buffer, end, MAX_BYTES - end);
            if (count < 0) {
                throw new EOFException("the other process has closed the connection");
            }
            end += count;
        }
    }
}
