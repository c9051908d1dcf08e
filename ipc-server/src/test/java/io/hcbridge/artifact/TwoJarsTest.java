/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.sun.jna.Native;
import com.sun.jna.platform.win32.WinNT;
import io.hcbridge.artifact.JavaRun.Form;
import io.hcbridge.example.StandaloneCommands;
import io.hcbridge.example.StandaloneMembers;
import io.hcbridge.example.StandaloneService;
import io.hcbridge.ipc.internal.unix.UserProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.newsclub.lib.junixsocket.common.NarMetadata;
import org.newsclub.net.unix.AFUNIXSocket;

/** A health server needs only the two modules, as jars on the class path or as modules, on each version of Java. */
@Tag("process")
final class TwoJarsTest {
    /** In a mount namespace, makes /tmp read-only and noexec, except the directory $0. Then runs the command. */
    private static final String RESTRICT_TMP = """
            mount --rbind /tmp /tmp && mount --bind "$0" "$0" && mount -o remount,bind,ro,noexec /tmp || exit 9
            if touch /tmp/.writable 2>/dev/null; then exit 8; fi
            exec "$@"
            """;

    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    @TempDir
    private Path directory;

    static Stream<Arguments> javasAndForms() throws IOException {
        return JavaRun.javaHomes().stream()
                .flatMap(home -> Arrays.stream(Form.values()).map(form -> Arguments.of(home, form)));
    }

    @ParameterizedTest
    @MethodSource("javasAndForms")
    void healthServerAndClientNeedOnlyTwoModules(Path javaHome, Form form) throws Exception {
        JavaRun run = JavaRun.of(List.of(), javaHome, form.options(), StandaloneService.class, directory);

        assertServed(run, form);
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource
    void healthServerNeedsNoWritableOrExecutableTmp(Form form) throws Exception {
        UserProcess.assumeRoot();
        List<String> namespace = List.of("unshare", "--mount");
        assumeTrue(canRun(namespace), "mount namespaces are not permitted here");
        assertThat(directory.toRealPath()).startsWith(Path.of("/tmp"));
        List<String> prefix = Stream.concat(
                        namespace.stream(), Stream.of("sh", "-c", RESTRICT_TMP, directory.toString()))
                .toList();

        assertServed(JavaRun.of(prefix, JAVA_HOME, form.options(), StandaloneService.class, directory), form);
    }

    @ParameterizedTest
    @EnumSource
    void commandsNameTheMissingLibrary(Form form) throws Exception {
        JavaRun run = JavaRun.of(List.of(), JAVA_HOME, form.options(), StandaloneCommands.class, directory);

        String message = "commands need the library com.fasterxml.jackson.core:jackson-core; add it to the class path";
        assertThat(run).isEqualTo(new JavaRun(0, message + "\n" + message, ""));
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource
    void masterOfAGroupNamesTheMissingLibraryAndAClientDoesNotNeedIt(Form form) throws Exception {
        JavaRun run = JavaRun.of(List.of(), JAVA_HOME, form.options(), StandaloneMembers.class, directory);

        String message = "groups need the library net.java.dev.jna:jna-platform; add it to the class path";
        assertThat(run).isEqualTo(new JavaRun(0, message, ""));
        assertThat(directory).isEmptyDirectory();
    }

    /** JNA may read the interface of the native functions, although its package is not exported. */
    @Test
    void masterOfAGroupUsesTheOptionalModule() throws Exception {
        List<String> options = Form.MODULE_PATH.options(Native.class, WinNT.class);

        JavaRun run = JavaRun.of(List.of(), JAVA_HOME, options, StandaloneMembers.class, directory);

        assertThat(run.out()).isEqualTo("master");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void commandsUseTheOptionalModules() throws Exception {
        List<String> options =
                new ArrayList<>(Form.MODULE_PATH.options(JsonFactory.class, AFUNIXSocket.class, NarMetadata.class));
        // Since Java 24, the JVM warns without it.
        options.add("--enable-native-access=org.newsclub.net.unix");

        JavaRun run = JavaRun.of(List.of(), JAVA_HOME, options, StandaloneCommands.class, directory);

        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines().distinct()).singleElement().asString().startsWith("pid ");
    }

    private static void assertServed(JavaRun run, Form form) {
        String module = form == Form.MODULE_PATH ? "io.hcbridge.ipc" : "null";
        assertThat(run).isEqualTo(new JavaRun(0, "HEALTHY\nOptionalInt[50]\n" + module, ""));
    }

    private static boolean canRun(List<String> prefix) throws Exception {
        return new ProcessBuilder(Stream.concat(prefix.stream(), Stream.of("true"))
                                .toList())
                        .start()
                        .waitFor()
                == 0;
    }
}
