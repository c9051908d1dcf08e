/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

/** Handles the requests to a group on its master. Called by one thread of the node, for one request after the other. */
@FunctionalInterface
public interface GroupHandler {
    /**
     * Handles a request. The thread is interrupted after {@link GroupNodeBuilder#handlerTimeout}, or when the node closes.
     *
     * @return the response, possibly empty, of at most 1 MiB
     * @throws GroupException if the request fails; the client receives the message
     * @throws Exception for an unexpected failure; the client receives the message, and the node logs the exception
     */
    byte[] handle(GroupRequest request) throws Exception;
}
