/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.eosio.allow;

/** The reason why a request is rejected. */
public enum AllowRefusal {
    URL("the URL is not valid"),
    NOT_LISTED("the URL is not in eosio.allow"),
    HOST_FIELD("the host field is not a name in eosio.allow"),
    ADDRESS("the address is neither public nor in eosio.allow");

    private final String words;

    AllowRefusal(String words) {
        this.words = words;
    }

    /** Returns the description for the log. */
    public String words() {
        return words;
    }
}
