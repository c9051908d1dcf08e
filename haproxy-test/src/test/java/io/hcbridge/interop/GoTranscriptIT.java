/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Compares the recorded transcripts, which other tests replay without Go, with new transcripts of the Go programs. Each run writes the new
 * transcripts to {@code target/transcripts}. Copy them over the fixtures if a new version of a module has other messages.
 */
@Needs(InteropPeer.GO)
@Timeout(60)
class GoTranscriptIT {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"health-healthy.txt,''", "health-failing.txt,db down"})
    void healthTranscriptIsUnchanged(String fixture, String failure) throws Exception {
        Path clientDirectory = Files.createDirectory(directory.resolve("client"));
        try (HealthService server = HealthService.inGo(directory)) {
            if (!failure.isEmpty()) {
                server.fail(failure);
            }
            String name = server.socket().getFileName().toString().replace(".sock", "r");
            Files.writeString(clientDirectory.resolve(".hc-socket"), name);
            try (Relay relay = new Relay(Path.of("/tmp", name + ".sock"), server.socket())) {
                GoHealthClient.ask(clientDirectory);
                assertSame(fixture, relay.transcript());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "command-echo.txt,get a=7 b=text c=null",
        "command-failing.txt,fail error=boom",
        "command-kept.txt,list -keep -times 2",
        "command-silent.txt,note -silent"
    })
    void commandTranscriptIsUnchanged(String fixture, String arguments) throws Exception {
        Path socket = directory.resolve("server");
        Path between = directory.resolve("between");
        String peer = GoCompiler.build("command").toString();
        Process server = CommandPeers.goServer(directory, socket);
        try (Relay relay = new Relay(between, socket)) {
            List<String> words = new ArrayList<>(List.of(peer, "send", between.toString()));
            words.addAll(List.of(arguments.split(" ")));
            new Program(directory, words).run(Duration.ofSeconds(20));
            assertSame(fixture, relay.transcript());
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    void parsedTranscriptEqualsTheRenderedOne() {
        Transcript transcript = new Transcript(List.of(new Transcript.Line(true, "\0\\x\377")));
        assertThat(Transcript.parse(transcript.render())).isEqualTo(transcript);
    }

    private static void assertSame(String fixture, Transcript heard) throws Exception {
        Path copy = Path.of("target", "transcripts", fixture);
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, heard.render());
        assertThat(heard.render()).isEqualTo(Transcript.load(fixture).render());
    }
}
