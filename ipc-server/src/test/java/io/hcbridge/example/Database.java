/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.example;

/** Stands for whatever a service depends on. */
final class Database {
    static Database open() {
        return new Database();
    }

    void ping() throws Exception {}

    void serveUntilStopped() {}
}
