/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubnetTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0, true",
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 9.255.255.255, false",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.1.2.3/8, 10.9.9.9, true",
        "10.0.0.7, 10.0.0.7, true",
        "10.0.0.7, 10.0.0.6, false",
        "10.0.0.7, 10.0.0.8, false",
        "10.0.0.7/32, 10.0.0.7, true",
        "10.0.0.6/31, 10.0.0.7, true",
        "10.0.0.6/31, 10.0.0.8, false",
        "10.0.0.0/29, 10.0.0.7, true",
        "10.0.0.0/29, 10.0.0.8, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "fd00::/8, fd12::1, true",
        "fd00::/8, fe00::1, false",
        "::1, ::1, true",
        "::1, ::2, false",
        "::1/128, ::1, true",
        "::/0, fd00::1, true",
        "::/0, 10.0.0.1, false"
    })
    void aNetworkContainsItsAddressesAndNoOthers(String network, String address, boolean isContained)
            throws UnknownHostException {
        InetSocketAddress peer = new InetSocketAddress(InetAddress.getByName(address), 1234);
        assertThat(Subnet.parse(network).contains(peer)).isEqualTo(isContained);
        assertThat(Subnet.parse(network)).hasToString(network);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/8",
                "10.0.0.0/",
                "10.0.0.0/x",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/8/8",
                "10.0.0.0/ 8",
                "10.0.0/8",
                "10.0.0.256",
                "localhost",
                "localhost/8",
                "[::1]",
                "::g",
                "10.0.0.0/0008"
            })
    void anyOtherTextIsRefusedAndNoNameIsLookedUp(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Subnet.parse(text))
                .withMessageStartingWith("'" + text + "' must be ADDRESS or ADDRESS/BITS");
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/33, 32", "10.0.0.0/999, 32", "::/129, 128"})
    void moreBitsThanTheAddressHasAreRefused(String text, int most) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Subnet.parse(text))
                .withMessage("'" + text + "' must be ADDRESS or ADDRESS/BITS of at most " + most);
    }
}
