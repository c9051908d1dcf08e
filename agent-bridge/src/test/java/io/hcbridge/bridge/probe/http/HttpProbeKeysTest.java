/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.probe.KindRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HttpProbeKeysTest {
    private static final String URL = "url: 'http://127.0.0.1/h'";

    @TempDir
    private Path directory;

    private static HttpProbeConfig config(String keys) throws Exception {
        return (HttpProbeConfig) KindRunner.config("http: {" + keys + "}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://127.0.0.1:8080/health   | http://127.0.0.1:8080/health | 127.0.0.1:8080
            http://127.0.0.1:80/           | http://127.0.0.1/            | 127.0.0.1
            https://shop.example           | https://shop.example/        | shop.example
            HTTPS://shop.example:443/a?b=c | https://shop.example/a       | shop.example
            http://[::1]/                  | http://[::1]/                | [::1]
            http://[::1]:81/               | http://[::1]:81/             | [::1]:81
            http://my_host/                | http://my_host/              | my_host
            """)
    void aUrlHasAHostAPortAndAPath(String text, String url, String host) {
        assertThat(HttpUrl.parse(text)).hasToString(url);
        assertThat(HttpUrl.parse(text).hostHeader()).isEqualTo(host);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            url: x                                     | http.url: 'x' must start with http:// or https://
            url: 'ftp://x/'                            | http.url: 'ftp://x/' must start with http:// or https://
            url: 'http://a:b@c/'                       | http.url: 'http://...@c/' must be http(s)://HOST[:PORT][/PATH], without user information and fragment
            url: 'ftp://c/?d=e'                        | http.url: 'ftp://c/' must start with http:// or https://
            url: 'http://c/?d=e f'                     | http.url: 'http://c/' is not a URL: Illegal character in query
            url: 'http://c/#d'                         | http.url: 'http://c/#d' must be http(s)://HOST[:PORT][/PATH], without user information and fragment
            url: 'http:/c'                             | http.url: 'http:/c' must be http(s)://HOST[:PORT][/PATH], without user information and fragment
            url: 'http://c:0/'                         | http.url: 'c:0' must have a port from 1 to 65535
            url: 'http://c:x/'                         | http.url: 'c:x' must be HOST:PORT or [IPV6]:PORT
            url: 'http://c/a b'                        | http.url: 'http://c/a b' is not a URL: Illegal character in path
            url: 'http://c/', expect-status: 20        | http.expect-status: '20' must be an HTTP status, or a range like 200-299, within 100 to 599
            url: 'http://c/', expect-status: 299-200   | http.expect-status: '299-200' must be an HTTP status, or a range like 200-299, within 100 to 599
            url: 'http://c/', map: {503: gone}         | http.map.503: 'gone' must be words of an agent reply, for example 'drain', 'maint' or 'up 50%'; a weight is 1% to 100%
            url: 'http://c/', map: {503: up 101%}         | http.map.503: 'up 101%' must be words of an agent reply, for example 'drain', 'maint' or 'up 50%'; a weight is 1% to 100%
            url: 'http://c/', map: {200: 'up 0%'}      | http.map.200: 'up 0%' must use 'drain' instead of a weight of 0%
            url: 'http://c/', map: {5xx: drain}        | http.map.5xx: '5xx' must be an HTTP status, or a range like 200-299, within 100 to 599
            url: 'http://c/', headers: {'a b': c}      | http.headers.a b: 'a b' must be the name of a header
            url: 'http://c/', headers: {Host: c}       | http.headers.Host: 'Host' is set by the bridge; use the key 'host'
            url: 'http://c/', headers: {TE: c}         | http.headers.TE: 'TE' is set by the bridge
            url: 'http://c/', headers: {A: {env: c}}   | http.headers.A.env: must be a value, or {file: PATH}
            url: 'http://c/', headers: {A: {file: c}}  | http.headers.A.file: 'c' must be an absolute path
            url: 'http://c/', headers: {A: 1, a: 2}    | headers: 'a' is defined twice
            url: 'http://c/', host: 'a/b'              | http.host: 'a/b' must be HOST or HOST:PORT
            url: 'http://c/', version: 3               | http.version: '3' must be one of auto, 1.1, 2
            url: 'http://c/', agent-line: yes          | http.agent-line: 'yes' must be true or false
            url: 'http://c/', user: me                 | user has no effect without socket
            url: 'http://c/', socket: a                | http.socket: 'a' must be an absolute path
            url: 'http://c/', tls: {insecure: true}    | tls.insecure has no effect without an https url
            url: 'https://c/', tls: {key: /k}          | tls.certificate and tls.key must be set together
            expect-status: 200                         | needs http.url
            """)
    void wrongValuesAreNamedWithTheirRule(String keys, String problem) throws Exception {
        assertThat(KindRunner.problems("http: {" + keys + "}")).containsExactly(problem);
    }

    @Test
    void lineBreaksCannotGetIntoARequest() throws Exception {
        String rule = "must be at most 4096 characters of Latin-1, without line breaks and control characters";
        assertThat(KindRunner.problems("http: {" + URL + ", headers: {A: \"b\\r\\nC: d\"}}"))
                .containsExactly("http.headers.A: " + rule);
        assertThat(KindRunner.problems("http: {url: \"http://c/\\r\\nA: b\"}")).hasSize(1);
        assertThat(KindRunner.problems("http: {" + URL + ", host: \"a\\nb\"}")).hasSize(1);
    }

    @Test
    void aHeadersValueIsNeverShown() throws Exception {
        HttpProbeConfig config = config(URL + ", headers: {Authorization: Bearer secret}");
        assertThat(config).asString().doesNotContain("secret").contains("Authorization");
        assertThat(KindRunner.problems("http: {" + URL + ", headers: {A: \"secret\\0\"}}"))
                .singleElement()
                .asString()
                .doesNotContain("secret");
    }

    @Test
    void caAndInsecureContradictEachOther() throws Exception {
        Path ca = Files.createFile(directory.resolve("ca.pem"));
        assertThat(KindRunner.problems("http: {url: 'https://c/', tls: {ca: " + ca + ", insecure: true}}"))
                .containsExactly("tls.ca has no effect with tls.insecure");
    }
}
