/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Go program that serves gRPC's health service with the package of grpc-go. It ends with its standard input. Belongs to one thread. */
final class GrpcHealthService implements AutoCloseable {
    private static final String READY = "ready ";

    private final Process process;
    private final BufferedReader output;
    private final String address;

    /** @param listen {@code HOST:PORT}, where port 0 is a free one, or {@code unix:PATH} */
    GrpcHealthService(Path directory, String listen) throws IOException {
        Program program =
                new Program(directory, List.of(GoCompiler.build("grpc").toString(), listen));
        process =
                program.builder().redirectError(ProcessBuilder.Redirect.INHERIT).start();
        output = process.inputReader(StandardCharsets.US_ASCII);
        String line = String.valueOf(output.readLine());
        if (!line.startsWith(READY)) {
            process.destroyForcibly();
            throw new IllegalStateException("the Go server said '" + line + "' in place of 'ready'");
        }
        address = listen.startsWith("unix:") ? listen : line.substring(READY.length());
    }

    /** Where it listens, as a target's {@code address} names it. */
    String address() {
        return address;
    }

    /** Sets a status by its name in the protocol; the service {@code ""} is the server as a whole. */
    void set(String service, String status) throws IOException {
        process.outputWriter(StandardCharsets.US_ASCII)
                .append(status + " " + service + "\n")
                .flush();
        String answer = output.readLine();
        if (!"ok".equals(answer)) {
            throw new IllegalStateException("the Go server said '" + answer + "' in place of 'ok'");
        }
    }

    /** Ends it by SIGKILL. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the Go server does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
