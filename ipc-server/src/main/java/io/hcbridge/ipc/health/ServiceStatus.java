/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Health;
import java.io.IOException;
import java.util.Optional;

/**
 * What a service says of itself on all axes, or why it could not be asked.
 *
 * @param health up, down or stopped; {@link Health#FAILED} if there was no answer
 * @param admin drain or maint, if the service asks for it
 * @param capacity what the service asks for
 * @param reason the service's own words; what happened if there was no answer; may be empty
 * @param isWithdrawn whether there was no answer since nothing says where the service listens: it has withdrawn, or has never started
 * @param isHealthOnly whether the service did not answer {@code status}, but may do so: what it answered to {@code ping} says nothing of
 *     its admin state and capacity
 * @param isOwnFault whether there was no answer since this process or the system has no descriptor or no memory left
 * @param exchange what was asked and answered, for a person
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
                SecondLook.isWithdrawn(e),
                false,
                SocketFileException.isOwnFault(e),
                "no socket");
    }
}
