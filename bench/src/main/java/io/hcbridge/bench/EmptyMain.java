/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

/** A Java program that does nothing. */
final class EmptyMain {
    private EmptyMain() {}

    public static void main(String[] arguments) {}
}
