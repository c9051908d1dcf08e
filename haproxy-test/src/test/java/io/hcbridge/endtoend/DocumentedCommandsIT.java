/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.BridgeProcess;
import io.hcbridge.ipc.health.HealthServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands in the documents work. */
@Timeout(60)
class DocumentedCommandsIT {
    private static final Pattern PRINTING = Pattern.compile("(?m)^`\\./hcbridge (haproxy-config .*)`$");
    private static final Pattern PROBE = Pattern.compile("CMD \\[\"hcbridge\", \"probe\", \"/srv/orders\"]\n");

    @TempDir
    Path directory;

    private BridgeProcess bridge(List<String> arguments) throws Exception {
        return BridgeProcess.start(Homes.hcbridge(), directory.resolve("bridge.log"), arguments);
    }

    @Test
    void serveCommandStarts() throws Exception {
        String command = Document.read("README.md").blocks("sh").get(2);
        assertThat(command).startsWith("mvn -DskipTests package\n./hcbridge serve ");
        String arguments = command.substring(command.indexOf("serve ") + "serve ".length())
                .replace("\\\n", " ")
                .replaceAll("--(listen|metrics) \\S+", "")
                .strip();
        try (BridgeProcess bridge = bridge(List.of(arguments.split("\\s+", -1)))) {
            assertThat(bridge.log()).contains("for [orders, payments]");
            assertThat(bridge.terminate()).isZero();
        }
    }

    @Test
    void haproxyConfigCommandPrintsTheFirstServerLine() throws Exception {
        Document readme = Document.read("README.md");
        MatchResult command =
                PRINTING.matcher(readme.text()).results().findFirst().orElseThrow();
        Script run = Script.hcbridge(command.group(1).split(" ", -1));
        assertThat(run.stderr()).isEmpty();
        assertThat(readme.block("haproxy")).startsWith(run.stdout().strip() + "\n");
    }

    @Test
    void demoRunsToItsEnd() throws Exception {
        assertThat(Document.read("README.md").blocks("sh")).startsWith("./hcbridge demo\n", "./hcbridge test\n");
        Script demo = Script.hcbridge("demo", "--once");
        assertThat(demo.exit()).as(demo.stdout() + demo.stderr()).isZero();
        assertThat(demo.stdout())
                .contains("Metrics:  http://127.0.0.1:")
                .contains("via agent : down (database gone)")
                .contains("the bridge has found its new socket: UP");
    }

    @Test
    void overrideCommandsSucceed() throws Exception {
        List<String> lines =
                Document.read("docs/STEERING.md").block("console").lines().toList();
        assertThat(lines).hasSize(6).allMatch(line -> line.startsWith("$ "));
        Path socket = directory.resolve("admin.sock");
        String script = lines.stream()
                .map(line -> line.substring(2) + " || exit\n")
                .reduce("", String::concat)
                .replace("/run/hcbridge/admin.sock", socket.toString())
                .replace("hcbridge ctl", Homes.hcbridge().resolve("hcbridge") + " ctl");
        try (BridgeProcess bridge = bridge(List.of(
                "--target=orders=" + directory,
                "--admin-socket=" + socket,
                "--state-file=" + directory.resolve("state.json")))) {
            Script run = Script.run(List.of("sh"), script);
            assertThat(run.exit()).as(run.stdout() + run.stderr()).isZero();
            assertThat(run.stdout()).contains("deploy 42");
            assertThat(bridge.terminate()).isZero();
        }
    }

    @Test
    void healthCheckOfAContainerReportsTheServicesHealth() throws Exception {
        assertThat(Document.read("docs/LIBRARY.md").block("dockerfile")).containsPattern(PROBE);
        try (HealthServer health = HealthServer.builder()
                .directory(Files.createDirectory(directory.resolve("orders")))
                .start(() -> {
                    throw new IllegalStateException("database gone");
                })) {
            Script run = Script.hcbridge("probe", directory.resolve("orders").toString());
            assertThat(health.socket()).exists();
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.stderr()).contains("database gone");
        }
    }
}
