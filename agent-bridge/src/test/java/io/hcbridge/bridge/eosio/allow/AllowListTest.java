/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.eosio.allow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hcbridge.protocol.eosio.EosioUrl;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowListTest {
    @ParameterizedTest
    @CsvSource({
        "api.example.org,             http://api.example.org:8888,     true",
        "api.example.org,             https://api.example.org,         true",
        "API.example.org,             http://api.EXAMPLE.org,          true",
        "api.example.org,             http://www.api.example.org,      false",
        "api.example.org,             http://xapi.example.org,         false",
        "api.example.org,             http://api.example.org.evil.net, false",
        "api.example.org,             http://api.example.org/eos,      false",
        "api.example.org:8888,        http://api.example.org:8888,     true",
        "api.example.org:8888,        http://api.example.org:8889,     false",
        "api.example.org:8888,        http://api.example.org,          false",
        "api.example.org:443,         https://api.example.org,         true",
        "api.example.org/eos,         http://api.example.org/eos,      true",
        "api.example.org/eos/,        http://api.example.org/eos,      true",
        "api.example.org/eos,         http://api.example.org/eos/main, true",
        "api.example.org/eos,         http://api.example.org/eosx,     false",
        "api.example.org/eos,         http://api.example.org/Eos,      false",
        "api.example.org/Eos,         http://api.example.org/Eos,      true",
        "api.example.org/eos,         http://api.example.org,          false",
        "api.example.org/8,           http://api.example.org/8,        true",
        "api.example.org/8/eos,       http://api.example.org/8/eos,    true",
        "api.example.org:8888/eos,    http://api.example.org:8888/eos, true",
        "*.example.org,               http://api.example.org,          true",
        "*.example.org,               http://a.b.example.org,          true",
        "*.example.org,               http://example.org,              false",
        "*.example.org,               http://badexample.org,           false",
        "*.example.org:8888,          http://api.example.org,          false",
        "10.0.0.7,                    http://10.0.0.7:8888,            true",
        "10.0.0.7,                    http://10.0.0.8:8888,            false",
        "10.0.0.0/8,                  http://10.9.9.9,                 true",
        "10.0.0.0/8:8888,             http://10.9.9.9,                 false",
        "10.0.0.0/8:8888,             http://10.9.9.9:8888,            true",
        "10.0.0.0/8:8888/eos,         http://10.9.9.9:8888/eos,        true",
        "10.0.0.7/eos,                http://10.0.0.7/eos,             true",
        "10.0.0.7:80,                 http://10.0.0.7,                 true",
        "0.0.0.0/0,                   http://8.8.8.8,                  true",
        "8.8.8.8,                     http://8.8.4.4,                  false",
        "api.example.org,             http://8.8.8.8,                  false",
        "fd00::/8,                    'http://[fd00::1]:8888',         true",
        "'[fd00::/8]:8888',           'http://[fd00::1]:8888',         true",
        "'[fd00::/8]:8888',           'http://[fd00::1]',              false",
        "'[::1]',                     'http://[0:0:0:0:0:0:0:1]',      true",
        "'[::1]/eos',                 'http://[::1]/eos',              true",
        "'::1',                       'http://[::2]',                  false",
        "127.0.0.1,                   'http://[::ffff:127.0.0.1]',     true",
        "'::1',                       'http://[::ffff:127.0.0.1]',     false",
        "'::/0',                      'http://[::ffff:127.0.0.1]',     false",
        "'::1',                       'http://[::127.0.0.1]',          false",
        "'::/0',                      'http://[1:2:3]',                false",
    })
    void entryListsItsHostsPortAndPath(String entry, String url, boolean isListed) throws Exception {
        assertThat(list(entry).refuse(EosioUrl.parse(url), Optional.empty()))
                .isEqualTo(isListed ? Optional.empty() : Optional.of(AllowRefusal.NOT_LISTED));
    }

    @ParameterizedTest
    @CsvSource({
        "api.example.org,      api.example.org,      true",
        "api.example.org,      API.example.ORG,      true",
        "api.example.org,      api.example.org:8888, true",
        "api.example.org:8888, api.example.org:8888, true",
        "api.example.org:8888, api.example.org,      true",
        "api.example.org:8888, api.example.org:80,   false",
        "*.example.org,        www.example.org,      true",
        "10.0.0.7,             10.0.0.7,             false",
        "api.example.org,      other.example.org,    false",
        "api.example.org,      api.example.org.,     false",
        "api.example.org,      'api.example.org\rX', false",
        "api.example.org,      api.example.org:,     false",
        "api.example.org,      api.example.org:8x,   false",
        "api.example.org,      api.example.org:123456, false",
        "api.example.org,      http://api.example.org, false",
        "api.example.org,      169.254.169.254,      false",
    })
    void hostFieldMustBeAListedName(String entry, String field, boolean isListed) throws Exception {
        AllowList list = list(entry, "node1");
        assertThat(list.refuse(EosioUrl.parse("http://node1"), Optional.of(field)))
                .isEqualTo(isListed ? Optional.empty() : Optional.of(AllowRefusal.HOST_FIELD));
    }

    @ParameterizedTest
    @CsvSource({
        // Where a name leads.
        "node1,                             8.8.8.8,            true",
        "node1,                             2606:4700::1111,    true",
        "node1,                             127.0.0.1,          false",
        "node1,                             10.0.0.7,           false",
        "node1,                             169.254.169.254,    false",
        "node1,                             ::1,                false",
        "node1,                             ::ffff:127.0.0.1,   false",
        "node1,                             fe80::1,            false",
        "node1 10.0.0.0/8,                  10.0.0.7,           true",
        "node1 10.0.0.0/8:8888,             10.0.0.7,           true",
        "node1 10.0.0.0/8:9999,             10.0.0.7,           false",
        "node1 10.0.0.0/8/eos,              10.0.0.7,           false",
        "node1 10.0.0.0/8,                  127.0.0.1,          false",
        "node1 127.0.0.1,                   ::ffff:127.0.0.1,   true",
    })
    void nameMayLeadToPublicAndToListedAddressesOnly(String entries, String address, boolean isPermitted)
            throws Exception {
        AllowList list = list(entries.split(" "));
        assertThat(list.permits(EosioUrl.parse("http://node1:8888"), InetAddress.getByName(address)))
                .isEqualTo(isPermitted);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0",
        "0.1.2.3",
        "10.255.255.255",
        "100.64.0.1",
        "100.127.255.255",
        "127.255.255.255",
        "169.254.1.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.168.0.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "64:ff9b::7f00:1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "3fff::1",
        "fc00::1",
        "fd00::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "::ffff:10.0.0.1"
    })
    void specialAddressIsNotPublic(String address) throws Exception {
        assertThat(PublicAddress.isPublic(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "223.255.255.255",
                "2606:4700::1111",
                "2001:4860:4860::8888",
                "2a00::1",
                "::ffff:8.8.8.8"
            })
    void otherAddressIsPublic(String address) throws Exception {
        assertThat(PublicAddress.isPublic(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "*.",
                "*example.org",
                "*.*.org",
                "a.*.org",
                "api.example.org.",
                "-api",
                "http://api.example.org",
                "api.example.org:0",
                "api.example.org:65536",
                "api.example.org:x",
                "api.example.org/a/../b",
                "api.example.org/a?x",
                "api.example.org//a",
                "api.example.org/8:80",
                "user@api.example.org",
                "2130706433",
                "0x7f.1",
                "127.1",
                "127.0.0.1/33",
                "127.0.0.256",
                "*.0.0.1",
                "::1:8888/eos",
                "[::1",
                "[api.example.org]:80",
                "[10.0.0.1]:80",
                "fd00::/129",
                "api example",
                "\u0130.org",
            })
    void textThatIsNoEntryIsRefusedWithTheRule(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AllowEntry.parse(text))
                .withMessageStartingWith("'" + text + "' must be NAME, *.SUFFIX, ADDRESS or NETWORK");
    }

    @Test
    void longTextIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AllowEntry.parse("a" + "/a".repeat(1_000_000)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(250));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.example.org",
                "api.example.org:8888/eos",
                "*.example.org:80",
                "10.0.0.0/8:8888/eos",
                "10.0.0.7",
                "[fd00::/8]:8888"
            })
    void entryIsShownAsItIsWritten(String text) {
        assertThat(AllowEntry.parse(text)).hasToString(text);
    }

    @Test
    void listWithoutEntriesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AllowList(List.of()))
                .withMessage("eosio.allow must have at least one entry");
    }

    private static AllowList list(String... entries) {
        return new AllowList(
                Arrays.stream(entries).map(entry -> AllowEntry.parse(entry)).toList());
    }
}
