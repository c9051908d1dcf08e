/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Configures the log until {@link LogSetup#apply} is called: warnings and errors, as text. Logback loads this class when a logger is used
 * for the first time. Without it, logback would print all events from DEBUG on to standard output.
 */
public final class BootstrapLogConfig extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        LogSetup.applySynchronous(new LogConfig(LogConfig.Level.WARN, LogConfig.Format.TEXT), context);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
