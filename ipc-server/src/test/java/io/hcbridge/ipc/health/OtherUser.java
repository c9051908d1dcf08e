/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A process of another user that listens on a socket and replies to every request with one text. Needs root. */
final class OtherUser implements AutoCloseable {
    static final long UID = 4712;

    private final Process process;

    private OtherUser(Process process) {
        this.process = process;
    }

    /** Skips the test if this process cannot start processes of other users. */
    static void assumeRoot() throws IOException {
        assumeTrue(
                Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid")),
                "only root can start a process of another user");
    }

    /** Runs as {@link #UID}, which has no account. */
    static List<String> prefix() {
        return List.of("setpriv", "--reuid=" + UID, "--regid=" + UID, "--clear-groups");
    }

    static OtherUser listenOn(Path socket, String answer) throws Exception {
        Process process = ServiceProcess.spawn(prefix(), Main.class, socket.toString(), answer);
        assertThat(process.inputReader().readLine()).isEqualTo("listening");
        return new OtherUser(process);
    }

    /** Returns the number of requests. Each received a reply. */
    int requests() throws IOException {
        process.outputWriter().append('\n').flush();
        return Integer.parseInt(process.inputReader().readLine());
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    static final class Main {
        private static final AtomicInteger REQUESTS = new AtomicInteger();

        private Main() {}

        /** Arguments: the socket and the reply. Prints the number of requests for each line on standard input. */
        public static void main(String[] arguments) throws IOException {
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(arguments[0]));
            Files.setPosixFilePermissions(Path.of(arguments[0]), PosixFilePermissions.fromString("rwxrwxrwx"));
            Thread thread = new Thread(() -> serve(server, arguments[1]));
            thread.setDaemon(true);
            thread.start();
            System.out.println("listening");
            while (System.in.read() >= 0) {
                System.out.println(REQUESTS);
            }
        }

        private static void serve(ServerSocketChannel server, String answer) {
            while (true) {
                try (SocketChannel client = server.accept()) {
                    if (client.read(ByteBuffer.allocate(64)) > 0) {
                        REQUESTS.incrementAndGet();
                    }
                    client.write(UTF_8.encode(answer));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }
}
