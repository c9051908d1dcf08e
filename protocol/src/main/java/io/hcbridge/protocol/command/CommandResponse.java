/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.command;

/**
 * The result of a command. All fields are empty in a request.
 *
 * @param status {@code success} or {@code failure}
 * @param error the error message, empty on success
 * @param payload the handler's result, empty on failure
 */
public record CommandResponse(String status, String error, String payload) {
    /** The empty response of a request. */
    public static final CommandResponse NONE = new CommandResponse("", "", "");

    private static final String SUCCESS = "success";
    private static final String FAILURE = "failure";

    public static CommandResponse success(String payload) {
        return new CommandResponse(SUCCESS, "", payload);
    }

    public static CommandResponse failure(String error) {
        return new CommandResponse(FAILURE, error, "");
    }

    public boolean isSuccess() {
        return status.equals(SUCCESS);
    }
}
