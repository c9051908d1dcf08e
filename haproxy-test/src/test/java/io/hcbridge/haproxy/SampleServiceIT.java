/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.ipc.health.HealthClient;
import io.hcbridge.ipc.health.HealthResult;
import io.hcbridge.ipc.internal.client.SocketFile;
import io.hcbridge.protocol.health.HealthProtocol;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

// A separate thread, because an interrupt does not end a read from the process.
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
        client = HealthClient.of(directory).socketDirectory(directory).timeout(Duration.ofSeconds(10));
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void repliesToHealthRequestsAndHttpRequests() throws IOException {
        String listening = output.readLine();

        assertThat(listening).matches("listening on port \\d+");
        assertThat(HttpStatus.of(URI.create("http://127.0.0.1:" + listening.replaceAll("\\D", ""))))
                .isEqualTo(200);
        assertThat(client.check().isHealthy()).isTrue();
    }

    @Test
    void commandsSetTheHealth() throws IOException {
        assertThat(output.readLine()).startsWith("listening");

        assertThat(command("sick db gone")).isEqualTo("now sick db gone");
        assertThat(client.check().text()).isEqualTo("db gone");
        assertThat(command("hang")).isEqualTo("now hang");
        assertThat(client.timeout(Duration.ofMillis(500)).check().status()).isEqualTo(HealthResult.Status.FAILED);
        assertThat(command("explode")).startsWith("unknown command 'explode'");
        assertThat(command("well")).isEqualTo("now well");
        assertThat(client.check().isHealthy()).isTrue();
    }

    @Test
    void runsWithoutStdinAndRemovesItsFilesOnSigterm() throws IOException, InterruptedException {
        assertThat(output.readLine()).startsWith("listening");
        process.getOutputStream().close();
        assertThat(output.readLine()).startsWith("no more commands");
        assertThat(client.check().isHealthy()).isTrue();

        process.destroy();

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void commandsSetTheTraffic() throws IOException {
        assertThat(output.readLine()).startsWith("listening");
        assertThat(status()).isEqualTo("up\n");

        assertThat(command("drain deploy 42")).isEqualTo("now drain deploy 42");
        assertThat(command("weight 50")).isEqualTo("now weight 50");
        assertThat(status()).isEqualTo("drain up 50% #deploy 42\n");
        assertThat(command("weight 500")).isEqualTo("refused 'weight 500': weight: 500 must be 1 to 100 percent");
        assertThat(command("weight half")).startsWith("refused 'weight half'");
        assertThat(command("ready")).isEqualTo("now ready");
        assertThat(status()).isEqualTo("up 50%\n");
        assertThat(command("weight")).isEqualTo("now weight");
        assertThat(command("drain")).isEqualTo("now drain");
        assertThat(status()).isEqualTo("drain up #drained by command\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void drainsBeforeItEnds(boolean bySignal) throws IOException, InterruptedException {
        URI http = URI.create("http://127.0.0.1:" + output.readLine().replaceAll("\\D", ""));
        assertThat(status()).isEqualTo("up\n");

        if (bySignal) {
            process.destroy();
        } else {
            process.outputWriter(StandardCharsets.UTF_8).append("stop\n").flush();
        }
        String line = "up\n";
        while (line.equals("up\n")) {
            // The service has not yet replied with the drain.
            assertThat(HttpStatus.of(http)).isEqualTo(200);
            line = status();
        }

        assertThat(line).isEqualTo("drain up #shutting down\n");
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(bySignal ? 143 : 0);
        assertThat(directory).isEmptyDirectory();
    }

    private String status() throws IOException {
        Path socket = directory.resolve(new SocketFile(directory).read().name().text() + ".sock");
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap(HealthProtocol.status()));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private String command(String line) throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
        return output.readLine();
    }
}
