/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of a HAProxy branch, for example 2.6. */
public record HaproxyVersion(int major, int minor) {
    private static final Pattern BRANCH = Pattern.compile("(\\d+)\\.(\\d+)");

    /** Returns the version of the HAProxy that the tests run, the first on the PATH. */
    public static HaproxyVersion installed() throws IOException {
        return parse(Tool.HAPROXY.run(List.of("-v")).output());
    }

    /** Parses the first number of the form {@code 2.6} in {@code text}. */
    public static HaproxyVersion parse(String text) {
        Matcher matcher = BRANCH.matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no version in '" + text + "'");
        }
        return new HaproxyVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    public boolean isAtLeast(int otherMajor, int otherMinor) {
        return major > otherMajor || (major == otherMajor && minor >= otherMinor);
    }
}
