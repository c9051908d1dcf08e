/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.ipc.health.HealthClient;
import io.hcbridge.ipc.health.HealthResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

// A read from the process cannot be interrupted.
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SampleServiceIT {
    @TempDir
    private Path directory;

    private Process process;
    private BufferedReader output;
    private HealthClient client;

    @BeforeEach
    void start() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SampleService.class.getName(),
                        directory.toString(),
                        "0",
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        output = process.inputReader(StandardCharsets.UTF_8);
        client = HealthClient.of(directory).socketDirectory(directory).timeout(Duration.ofMillis(500));
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void tellsItsHealthAndAnswersHttp() throws IOException {
        String listening = output.readLine();

        assertThat(listening).matches("listening on port \\d+");
        assertThat(HttpStatus.of(URI.create("http://127.0.0.1:" + listening.replaceAll("\\D", ""))))
                .isEqualTo(200);
        assertThat(client.check().isHealthy()).isTrue();
    }

    @Test
    void isSickHangsAndRecoversOnCommand() throws IOException {
        assertThat(output.readLine()).startsWith("listening");

        assertThat(command("sick db gone")).isEqualTo("now sick db gone");
        assertThat(client.check().text()).isEqualTo("db gone");
        assertThat(command("hang")).isEqualTo("now hang");
        assertThat(client.check().status()).isEqualTo(HealthResult.Status.FAILED);
        assertThat(command("explode")).startsWith("unknown command 'explode'");
        assertThat(command("well")).isEqualTo("now well");
        assertThat(client.check().isHealthy()).isTrue();
    }

    @Test
    void runsOnWithoutStdinAndWithdrawsOnSigterm() throws IOException, InterruptedException {
        assertThat(output.readLine()).startsWith("listening");
        process.getOutputStream().close();
        assertThat(output.readLine()).startsWith("no more commands");
        assertThat(client.check().isHealthy()).isTrue();

        process.destroy();

        assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(directory).isEmptyDirectory();
    }

    private String command(String line) throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
        return output.readLine();
    }
}
