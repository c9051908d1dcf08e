/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A member of a group in its own process, in Java or Go. Its group is in {@code /tmp}, because that of the Go program is. */
final class GroupPeer implements AutoCloseable {
    private static final long LIMIT_SECONDS = 30;

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private GroupPeer(List<String> words) throws IOException {
        process = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Thread reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    static GroupPeer inGo(String group, String mode) throws Exception {
        return ready(new GroupPeer(List.of(GoCompiler.build("group").toString(), "node", group, mode)));
    }

    static GroupPeer inJava(String group, String mode) throws Exception {
        return ready(new GroupPeer(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", "")),
                GroupMember.class.getName(),
                group,
                mode)));
    }

    /** Returns a name that no other group in {@code /tmp} has. */
    static String newGroup() throws IOException {
        Path unique = Files.createTempFile(Path.of("/tmp"), "hcbridge", "");
        Files.delete(unique);
        return unique.getFileName().toString();
    }

    /** Removes the files of a group without members. */
    static void remove(String group) throws IOException {
        for (String name : List.of(group + ".lock", group + ".sock", "." + group + ".sock")) {
            Files.deleteIfExists(Path.of("/tmp", name));
        }
    }

    long pid() {
        return process.pid();
    }

    void send(String text) {
        try {
            Writer input = process.outputWriter(StandardCharsets.UTF_8);
            input.write("send " + text + "\n");
            input.flush();
        } catch (IOException e) {
            // It was killed.
        }
    }

    /** Returns the next line that begins with one of these words. */
    String await(String... words) throws InterruptedException {
        while (true) {
            String line = lines.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw new IllegalStateException("process " + process.pid() + " did not say one of " + List.of(words));
            }
            for (String word : words) {
                if (line.startsWith(word)) {
                    return line;
                }
            }
        }
    }

    /** Returns the next line that it has already printed; empty if there is none. */
    String poll() {
        String line = lines.poll();
        return line == null ? "" : line;
    }

    /** Sends a request and returns the result. */
    String ask(String text) throws InterruptedException {
        send(text);
        return await("answer " + text + ":", "error " + text + ":");
    }

    /** Ends it by SIGKILL. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private static GroupPeer ready(GroupPeer peer) throws InterruptedException {
        peer.await("ready");
        return peer;
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            // It was killed.
        }
    }
}
