/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

/** The least that a Java program can be. */
final class EmptyMain {
    private EmptyMain() {}

    public static void main(String[] arguments) {}
}
