/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.eosio;

import java.util.Arrays;
import java.util.Optional;

/** What can be checked: each is one GET of a path below the URL of a request. */
public enum EosioApi {
    /** The chain API of nodeos. */
    V1("v1", "/v1/chain/get_info"),
    /** Hyperion. */
    V2("v2", "/v2/health"),
    /** The contract API of AtomicAssets. */
    ATOMIC("atomic", "/health");

    /** The name of {@link #ATOMIC} up to 1.2. */
    private static final String CONTRACT = "contract";

    private final String word;
    private final String path;

    EosioApi(String word, String path) {
        this.word = word;
        this.path = path;
    }

    /** Its name in requests and in the configuration. */
    public String word() {
        return word;
    }

    /** What is requested, to be appended to the URL. */
    public String path() {
        return path;
    }

    /** The API of that name; names are case-sensitive. */
    public static Optional<EosioApi> named(String name) {
        String current = name.equals(CONTRACT) ? ATOMIC.word : name;
        return Arrays.stream(values()).filter(api -> api.word.equals(current)).findFirst();
    }
}
