/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A kind of probe costs nothing where no target uses it. */
@Timeout(60)
class UnusedProbeKindsIT {
    private static final String PROBE = " io.hcbridge.bridge.probe.";
    /** Without the health kind, which the warm-up uses in every bridge. */
    private static final List<String> KINDS = List.of("http", "tcp", "grpc", "exec", "eosio");

    @TempDir
    Path directory;

    private List<String> classesLoadedFor(String target) throws Exception {
        Path config = Files.writeString(directory.resolve("hcbridge.yaml"), """
                agent: {listen: '127.0.0.1:0'}
                metrics: {listen: none}
                targets: {stock: %s}
                """.formatted(target));
        Path classes = Files.createTempFile(directory, "classes", ".log");
        Path log = directory.resolve("bridge.log");
        ProcessBuilder builder = new ProcessBuilder(
                        Homes.hcbridge().resolve("hcbridge").toString(), "serve", "--config=" + config)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("HCBRIDGE_JAVA_OPTS", "-Xlog:class+load:file=" + classes);
        Process process = builder.start();
        try {
            Await.until("the start", Duration.ofSeconds(20), () -> isStarted(process, log));
        } finally {
            process.destroy();
            process.waitFor();
        }
        return Files.readAllLines(classes);
    }

    private static boolean isStarted(Process process, Path log) {
        try {
            String text = Files.readString(log);
            assertThat(process.isAlive()).as(text).isTrue();
            return text.contains("answering agent checks");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            health; {directory: /srv/stock}
            http;   {http: {url: 'http://127.0.0.1:1/'}}
            tcp;    {tcp: {address: '127.0.0.1:1'}}
            grpc;   {grpc: {address: '127.0.0.1:1'}}
            eosio;  {eosio: {url: 'http://127.0.0.1:1'}}
            """)
    void onlyTheClassesOfTheConfiguredKindAreLoaded(String kind, String target) throws Exception {
        List<String> classes = classesLoadedFor(target);
        assertThat(classes).anyMatch(line -> line.contains(PROBE + kind + "."));
        for (String other : KINDS) {
            if (!other.equals(kind)) {
                assertThat(classes).noneMatch(line -> line.contains(PROBE + other + "."));
            }
        }
    }

    @Test
    void clientLibrariesAreNotLoadedForTheHealthKind() throws Exception {
        assertThat(classesLoadedFor("{directory: /srv/stock}"))
                .noneMatch(line ->
                        line.contains(" io.grpc.") || line.contains(" io.vertx.core.http.impl.HttpClientImpl "));
    }
}
