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

/** What a kind of probe costs a bridge that does not use it. */
@Timeout(60)
class UnusedProbeKindsIT {
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

    @Test
    void theClassesOfAKindThatIsNotUsedAreNotLoaded() throws Exception {
        assertThat(classesLoadedFor("{directory: /srv/stock}"))
                .noneMatch(line -> line.contains(" io.grpc.")
                        || line.contains(" io.hcbridge.bridge.probe.grpc.")
                        || line.contains(" io.hcbridge.bridge.probe.exec."))
                .anyMatch(line -> line.contains(" io.hcbridge.bridge.probe.health."));
    }

    @Test
    void theClassesOfAKindThatIsUsedAreLoaded() throws Exception {
        assertThat(classesLoadedFor("{grpc: {address: '127.0.0.1:1'}}"))
                .anyMatch(line -> line.contains(" io.hcbridge.bridge.probe.grpc."))
                .noneMatch(line -> line.contains(" io.hcbridge.bridge.probe.exec."));
    }
}
