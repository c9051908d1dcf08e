/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.eosio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hcbridge.protocol.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EosioUrlTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', nullValues = "-", textBlock = """
            http://api.example.org;            false; api.example.org; 80;   -;       http://api.example.org
            HTTPS://API.Example.ORG:8443/eos;  true;  api.example.org; 8443; /eos;    https://api.example.org:8443/eos
            https://node_1:443/;               true;  node_1;          443;  -;       https://node_1
            http://10.0.0.7:8888;              false; 10.0.0.7;        8888; -;       http://10.0.0.7:8888
            http://[FD00::1]:8888/a/b-c;       false; fd00::1;         8888; /a/b-c;  http://[fd00::1]:8888/a/b-c
            http://h:00080;                    false; h;               80;   -;       http://h
            http://h/.well;                    false; h;               80;   /.well;  http://h/.well
            """)
    void urlIsReadIntoItsOneForm(String text, boolean isTls, String host, int port, String path, String shown)
            throws Exception {
        EosioUrl url = EosioUrl.parse(text);
        assertThat(url).isEqualTo(new EosioUrl(isTls, host, port, path == null ? "" : path));
        assertThat(url).hasToString(shown);
        assertThat(EosioUrl.parse(url.toString())).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "api.example.org",
                "ftp://h",
                "http:/h",
                "http://",
                "http:///v1",
                "http://h:0",
                "http://h:65536",
                "http://h:",
                "http://h:8x",
                "http://h:-1",
                "http://h:123456",
                "http://h?x",
                "http://h/?x",
                "http://h#x",
                "http://h/a#x",
                "http://user@h",
                "http://user:pass@h",
                "http://h@169.254.169.254",
                "http://h/../a",
                "http://h/a/.",
                "http://h//a",
                "http://h/a/",
                "http://h/%2e%2e",
                "http://h/a;b",
                "http://h\\@i",
                "http://h\r\nX: y",
                "http://h\rX",
                "http://h/a\nb",
                "http://h\t",
                "http://h i",
                "http://h\u00e9",
                "http://\uff11\uff12\uff17.1",
                "http://api.example.org.",
                "http://.h",
                "http://a..b",
                "http://-h",
                "http://h-",
                "http://2130706433",
                "http://0x7f000001",
                "http://0x7f.1",
                "http://0177.0.0.1",
                "http://127.1",
                "http://127.0.0.01",
                "http://127.0.0.256",
                "http://127.0.0.1.",
                "http://1.2.3.4.5",
                "http://::1",
                "http://[::1",
                "http://[h]",
                "http://[127.0.0.1]",
                "http://[fe80::1%25eth0]",
                "http://[::1]x",
                "http://[]",
            })
    void whatProgramsReadInDifferentWaysIsRefused(String text) {
        assertThatThrownBy(() -> EosioUrl.parse(text)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void longUrlIsRefused() {
        assertThatThrownBy(() -> EosioUrl.parse("http://h" + "/a".repeat(1_000_000)))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> EosioUrl.parse("http://" + "a.".repeat(200) + "a"))
                .isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @CsvSource({"h,true", "a.example.org,true", "10.0.0.7,false", "fd00::1,false"})
    void nameIsToldFromAnAddress(String host, boolean isNamed) {
        assertThat(new EosioUrl(false, host, 80, "").isNamed()).isEqualTo(isNamed);
    }
}
