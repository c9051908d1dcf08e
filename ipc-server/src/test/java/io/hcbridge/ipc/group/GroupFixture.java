/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The members of a group in a test. Closing it closes all members. */
final class GroupFixture implements AutoCloseable {
    static final String GROUP = "edge";
    private static final long LIMIT_SECONDS = 20;

    private final Path directory;
    private final List<GroupNode> nodes = new ArrayList<>();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    GroupFixture(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    Path socket() {
        return directory.resolve(GROUP + ".sock");
    }

    Path lock() {
        return directory.resolve(GROUP + ".lock");
    }

    /** Returns a builder of a member whose events are recorded. */
    GroupNodeBuilder builder(GroupMode mode) {
        return GroupNode.builder(GROUP)
                .directory(directory)
                .mode(mode)
                .requestTimeout(Duration.ofSeconds(LIMIT_SECONDS))
                .listener((event, detail) -> events.add(event + (detail.isEmpty() ? "" : " " + detail)));
    }

    GroupNode start(GroupNodeBuilder builder) throws IOException {
        GroupNode node = builder.start();
        nodes.add(node);
        return node;
    }

    GroupNode client() throws IOException {
        return start(builder(GroupMode.CLIENT));
    }

    /** Starts a master that responds with its name and the request. */
    GroupNode master(String name) throws IOException {
        return start(builder(GroupMode.MASTER).handler(echo(name)));
    }

    static GroupHandler echo(String name) {
        return request -> utf8(name + ":" + request.text());
    }

    /** Waits for an event. Earlier events are dropped. */
    void awaitEvent(String event) throws InterruptedException {
        String found;
        do {
            found = events.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertThat(found).as("event %s", event).isNotNull();
        } while (!found.startsWith(event));
    }

    static String ask(GroupNode node, String text) throws Exception {
        return new String(node.request(utf8(text)), StandardCharsets.UTF_8);
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(end);
            Thread.sleep(5);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        nodes.forEach(GroupNode::close);
    }
}
