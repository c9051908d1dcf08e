/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.internal.client.SocketFileException;
import io.hcbridge.ipc.internal.client.StartupRetry;
import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Health;
import java.io.IOException;
import java.util.Optional;

/**
 * The result of {@link HealthClient#status}: the state that the service reports, or the reason why there was no reply.
 *
 * @param health up, down or stopped; {@link Health#FAILED} if there was no reply
 * @param admin drain or maint, if the service has set it
 * @param capacity weight and maximum number of connections, if the service has set them
 * @param reason the service's text; the error message if there was no reply; may be empty
 * @param isWithdrawn whether there was no reply because {@code .hc-socket} does not exist: the service has withdrawn or never started
 * @param isHealthOnly whether the service did not reply to {@code status} this time, only to {@code ping}: its admin state and capacity
 *     are unknown
 * @param isOwnFault whether there was no reply because this process or the system has no free descriptors or memory
 * @param exchange description of request and reply, for operators
 */
public record ServiceStatus(
        Health health,
        Optional<Admin> admin,
        Capacity capacity,
        String reason,
        boolean isWithdrawn,
        boolean isHealthOnly,
        boolean isOwnFault,
        String exchange) {
    static ServiceStatus answered(AgentReply answer, boolean isHealthOnly, String exchange) {
        return new ServiceStatus(
                answer.health().orElseThrow(),
                answer.admin().filter(admin -> admin != Admin.READY),
                answer.capacity(),
                answer.reason().text(),
                false,
                isHealthOnly,
                false,
                exchange);
    }

    static ServiceStatus failed(String what, String exchange) {
        return new ServiceStatus(Health.FAILED, Optional.empty(), Capacity.NONE, what, false, false, false, exchange);
    }

    static ServiceStatus failed(IOException e) {
        return new ServiceStatus(
                Health.FAILED,
                Optional.empty(),
                Capacity.NONE,
                String.valueOf(e.getMessage()),
                StartupRetry.isWithdrawn(e),
                false,
                SocketFileException.isOwnFault(e),
                "no socket");
    }
}
