/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import io.hcbridge.bridge.config.BridgeConfig;
import io.hcbridge.bridge.config.ConfigBuilder;
import io.hcbridge.bridge.config.ConfigException;
import io.hcbridge.bridge.config.ConfigFlags;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that configure a bridge. */
final class ConfigOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "YAML file; flags win over it.")
    private @Nullable Path file;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Where HAProxy asks; may be repeated. Default: 127.0.0.1:5555")
    private List<String> listen = new ArrayList<>();

    @Option(
            names = "--allow",
            paramLabel = "NET",
            description = "Who may ask, like 10.0.0.0/8; may be repeated. Default: everyone who reaches the port")
    private List<String> allow = new ArrayList<>();

    @Option(
            names = "--metrics",
            paramLabel = "HOST:PORT",
            description = "Where metrics are served, or none. Default: 127.0.0.1:9404")
    private @Nullable String metrics;

    @Option(
            names = "--target",
            paramLabel = "NAME=DIRECTORY",
            description = "A service, by the directory of its .hc-socket; may be repeated.")
    private List<String> targets = new ArrayList<>();

    @Option(names = "--default-target", paramLabel = "NAME", description = "The target of a blank line.")
    private @Nullable String defaultTarget;

    @Option(
            names = "--reply-deadline",
            paramLabel = "TIME",
            description = "Every check is answered within this time. Default: 1s")
    private @Nullable String replyDeadline;

    @Option(
            names = "--state-file",
            paramLabel = "FILE",
            description = "Where overrides are kept over a restart. Default: nowhere")
    private @Nullable String stateFile;

    @Option(
            names = "--admin-socket",
            paramLabel = "PATH",
            description = "Where hcbridge ctl is answered. Default: nowhere")
    private @Nullable String adminSocket;

    @Option(names = "--log-level", paramLabel = "LEVEL", description = "debug, info, warn or error. Default: info")
    private @Nullable String logLevel;

    @Option(names = "--log-format", paramLabel = "FORMAT", description = "text or json. Default: text")
    private @Nullable String logFormat;

    BridgeConfig read() throws ConfigException {
        ConfigBuilder draft = new ConfigBuilder();
        if (file != null) {
            draft.file(file);
        }
        return draft.flags(new ConfigFlags(
                        listen,
                        allow,
                        metrics,
                        replyDeadline,
                        defaultTarget,
                        stateFile,
                        adminSocket,
                        logLevel,
                        logFormat,
                        targets))
                .build();
    }
}
