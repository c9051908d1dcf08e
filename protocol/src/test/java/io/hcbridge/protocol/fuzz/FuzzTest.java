/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.protocol.group.GroupPacket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs Jazzer, which changes inputs so that they reach further branches of the decoders. {@code hcbridge fuzz SECONDS} runs it for longer. An
 * input that it finds belongs into the test of the decoder.
 */
@Tag("process")
final class FuzzTest {
    /** In CI 20 s for each target, otherwise just long enough to see that Jazzer works. */
    private static final int SECONDS =
            Integer.getInteger("hcbridge.fuzz.seconds", "true".equals(System.getenv("CI")) ? 20 : 2);

    private static final int START_SECONDS = 120;

    @TempDir
    private Path directory;

    @Test
    void groupDecoderRefusesOrKeepsEveryInput() throws Exception {
        List<byte[]> seeds = new ArrayList<>();
        for (GroupPacket packet : List.<GroupPacket>of(
                new GroupPacket.Handshake("node-1"),
                new GroupPacket.Ack(true, GroupPacket.SIGNATURE),
                new GroupPacket.Request(utf8("hello"), "", false),
                new GroupPacket.Request(utf8("hello"), "node-1/7", true),
                new GroupPacket.Response("no stock", utf8("part")))) {
            seeds.add(packet.frame());
        }
        fuzz(GroupFuzzTarget.class, seeds);
    }

    @Test
    void otherDecodersRefuseOrKeepEveryInput() throws Exception {
        List<byte[]> seeds = new ArrayList<>();
        for (String seed : List.of(
                "\0\0\0\0\r:{\"cmd\":\"get\"}",
                "\u0001status 500\n",
                "\u0002drain up 50% #deploy\n",
                "\u0003AbCdEfGhIjKlMnOp",
                "\u0004orders",
                "\u0005ready up 50% maxconn:10 #fine",
                "\u0006v1|http://127.0.0.1:8888|10|example.com",
                "\u0007https://example.com:443/path")) {
            seeds.add(utf8(seed));
        }
        fuzz(DecodersFuzzTarget.class, seeds);
    }

    private void fuzz(Class<?> target, List<byte[]> seeds) throws IOException, InterruptedException {
        Path corpus = Files.createDirectory(directory.resolve("corpus"));
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(corpus.resolve("seed" + i), seeds.get(i));
        }
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + target.getName(),
                        "--instrumentation_includes=io.hcbridge.**",
                        "-max_total_time=" + SECONDS,
                        corpus.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(START_SECONDS + SECONDS, TimeUnit.SECONDS))
                    .as("in time")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        String output = Files.readString(log, StandardCharsets.ISO_8859_1);
        assertThat(process.exitValue()).as("%s", output).isZero();
        assertThat(output).contains("DONE");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
