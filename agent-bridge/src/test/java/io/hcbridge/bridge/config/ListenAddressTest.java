/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            127.0.0.1:5555                | 127.0.0.1 | 5555
            0.0.0.0:0                     | 0.0.0.0   | 0
            localhost:65535               | localhost | 65535
            my-host_1.example.org:80      | my-host_1.example.org | 80
            [::1]:5555                    | ::1       | 5555
            [::]:0                        | ::        | 0
            [fd00::ffff:10.0.0.1]:1       | fd00::ffff:10.0.0.1 | 1
            127.0.0.1:00080               | 127.0.0.1 | 80
            azAZ09:1                      | azAZ09    | 1
            """)
    void tcpAddressIsHostAndPort(String text, String host, int port) {
        TcpAddress expected = new TcpAddress(host, port);
        assertThat(ListenAddress.parse(text)).isEqualTo(expected);
        assertThat(ListenAddress.parse(expected.toString())).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "5555",
                "127.0.0.1",
                "127.0.0.1:",
                ":5555",
                "::1",
                "::1:5555",
                "[]:5555",
                "[::1]",
                "[::1]:",
                "[::1]5555",
                "[127.0.0.1]:5555",
                "[localhost]:5555",
                "[::g]:5555",
                "a:65536",
                "a:99999",
                "a:100000",
                "a:-1",
                "a:+1",
                "a: 1",
                "a:1 ",
                "a:x",
                "a b:1",
                "a/b:1",
                "a\"b:1",
                "*:1",
                "ä:1",
                "a:١",
                "a:b:1",
                "[::1:1",
                "::1]:1",
                "UNIX:/x",
                "unix",
                "unix/x:y"
            })
    void otherTextIsRejectedWithTheRule(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ListenAddress.parse(text))
                .withMessage("'" + text + "' must be HOST:PORT or [IPV6]:PORT or unix:/PATH");
    }

    @Test
    void constructorChecksLikeTheParser() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TcpAddress("a", 65_536))
                .withMessage("'a:65536' must be HOST:PORT or [IPV6]:PORT");
        assertThatIllegalArgumentException().isThrownBy(() -> new TcpAddress("a", -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new TcpAddress("", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new TcpAddress("[::1]", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new UnixAddress(Path.of("run/x")));
    }

    @ParameterizedTest
    @CsvSource({
        "unix:/run/hcbridge/agent.sock, /run/hcbridge/agent.sock",
        "unix:/run/x/../a b.sock, /run/a b.sock",
        "unix://run///a.sock, /run/a.sock",
        "unix:/ä.sock, /ä.sock"
    })
    void unixAddressIsAnAbsolutePath(String text, String path) {
        UnixAddress expected = new UnixAddress(Path.of(path));
        assertThat(ListenAddress.parse(text)).isEqualTo(expected);
        assertThat(expected.path()).hasToString(path);
        assertThat(ListenAddress.parse(expected.toString())).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:", "unix:a", "unix:./a", "unix:@abstract", "unix:/a\0b"})
    void relativePathIsRejected(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ListenAddress.parse(text))
                .withMessage("'" + text + "' must be unix: followed by an absolute path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:/a\nb", "unix:/a\tb", "unix:/a\u0085b"})
    void controlCharactersAreRejected(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ListenAddress.parse(text))
                .withMessage("'" + text + "' must not contain control characters");
    }

    @Test
    void pathHasAtMost107Bytes() {
        String longest = "/" + "x".repeat(106);
        assertThat(ListenAddress.parse("unix:" + longest)).hasToString("unix:" + longest);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ListenAddress.parse("unix:" + longest + "x"))
                .withMessage("'" + longest + "x' must be at most 107 bytes; it has 108");
        String umlauts = "/" + "ä".repeat(53);
        assertThat(ListenAddress.parse("unix:" + umlauts)).hasToString("unix:" + umlauts);
        assertThatIllegalArgumentException().isThrownBy(() -> ListenAddress.parse("unix:" + umlauts + "x"));
    }

    @Test
    void lengthLimitAppliesToTheNormalizedPath() {
        String path = "/a/../" + "x".repeat(106);
        assertThat(ListenAddress.parse("unix:" + path)).hasToString("unix:/" + "x".repeat(106));
    }
}
