/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.exec;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A user with an account on this host. */
record Account(long uid, long gid) {
    static final String ID = "/usr/bin/id";

    private static final long LIMIT_SECONDS = 5;
    private static final int MAX_OUTPUT = 1024;
    private static final Pattern NUMBERS = Pattern.compile("uid=(\\d+)\\D.*? ?gid=(\\d+).*", Pattern.DOTALL);

    /**
     * Looks up a user with the program {@code id}, because Java does not provide the group of a user. May block for some time.
     *
     * @param user a name or a number
     * @throws IOException if the account does not exist
     */
    static Account lookUp(String user) throws IOException, InterruptedException {
        ProcessBuilder id = new ProcessBuilder(ID, "--", user)
                .redirectInput(Redirect.from(CommandRunner.NOTHING))
                .redirectError(Redirect.to(CommandRunner.NOTHING));
        id.environment().clear();
        Process process = start(id);
        try (InputStream output = process.getInputStream()) {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("user " + user + ": no answer from `id` within " + LIMIT_SECONDS + " s");
            }
            String text = new String(output.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
            Matcher numbers = NUMBERS.matcher(text);
            if (process.exitValue() != 0 || !numbers.matches()) {
                throw new IOException("user " + user + " has no account on this host");
            }
            return new Account(Long.parseLong(numbers.group(1)), Long.parseLong(numbers.group(2)));
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(ProcessBuilder builder) throws LaunchException {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new LaunchException("cannot start a process: " + e.getMessage(), e);
        }
    }
}
