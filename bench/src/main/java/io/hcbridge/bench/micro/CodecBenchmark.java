/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench.micro;

import io.hcbridge.protocol.LineDecoder;
import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.AgentRequest;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;
import io.hcbridge.protocol.health.HealthReplyDecoder;
import io.hcbridge.protocol.health.HealthRequestDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Measures the decoders and encoders that one check uses. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
public class CodecBenchmark {
    private final ByteBuffer line = bytes("t42\n");
    private final ByteBuffer ping = bytes("ping");
    private final ByteBuffer healthy = bytes("healthy");
    private final AgentReply down = AgentReply.of(Health.DOWN, Reason.of("database is gone"));

    @Benchmark
    public Optional<String> lineDecoder() throws ProtocolException {
        return new LineDecoder().feed(line.rewind());
    }

    @Benchmark
    public AgentRequest agentRequestParse() throws ProtocolException {
        return AgentRequest.parse("t42");
    }

    @Benchmark
    public String agentReplyRender() {
        return down.render();
    }

    @Benchmark
    public AgentReply agentReplyParse() throws ProtocolException {
        return AgentReply.parse("up 75% #2 of 3 workers");
    }

    @Benchmark
    public boolean healthReplyDecoder() {
        return new HealthReplyDecoder().feed(healthy.rewind());
    }

    @Benchmark
    public HealthRequestDecoder.Request healthRequestDecoder() {
        return new HealthRequestDecoder().feed(ping.rewind());
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
