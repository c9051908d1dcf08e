/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.example;

/** A dependency of the sample service. */
final class Database {
    static Database open() {
        return new Database();
    }

    void ping() throws Exception {}

    void serveUntilStopped() {}
}
