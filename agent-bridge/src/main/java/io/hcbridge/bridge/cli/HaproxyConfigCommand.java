/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import io.hcbridge.bridge.cli.AgentEndpoint.TcpEndpoint;
import io.hcbridge.bridge.cli.AgentEndpoint.UnixEndpoint;
import io.hcbridge.bridge.config.BridgeConfig;
import io.hcbridge.bridge.config.ConfigException;
import io.hcbridge.bridge.config.ListenAddress;
import io.hcbridge.bridge.config.TcpAddress;
import io.hcbridge.bridge.config.UnixAddress;
import io.hcbridge.bridge.tls.TlsConfig;
import io.hcbridge.ipc.internal.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints backends to paste into haproxy.cfg. */
@Command(
        name = "haproxy-config",
        description = "Print a backend for each target, to paste into haproxy.cfg.",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false)
final class HaproxyConfigCommand implements Callable<Integer> {
    private static final Path DEFAULT_CHROOT = Path.of("/var/lib/haproxy");

    private final ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:8080",
            converter = Converters.ServerAddress.class,
            description =
                    "address at which clients reach each service; edit it in the output%nDefault: ${DEFAULT-VALUE}")
    private TcpAddress server = new TcpAddress("127.0.0.1", 8080);

    @Option(
            names = "--agent-inter",
            paramLabel = "TIME",
            defaultValue = "2s",
            converter = Converters.AgentInterval.class,
            description = "time between two agent checks, 1ms to 24d%nDefault: ${DEFAULT-VALUE}")
    private Duration agentInter = Duration.ofSeconds(2);

    @Option(
            names = "--agent-addr",
            paramLabel = "ADDRESS",
            converter = Converters.AgentHost.class,
            description =
                    "address or name of the bridge's host, from HAProxy's view%nDefault: host of the first TCP address in agent.listen")
    private @Nullable String agentAddr;

    @Option(
            names = "--unix",
            description = "print agent checks over the first unix socket in agent.listen; these servers have no check")
    private boolean unix;

    @Option(
            names = "--chroot",
            paramLabel = "DIRECTORY",
            converter = Converters.AbsolutePath.class,
            description = "HAProxy's chroot, for --unix; / for none%nDefault: /var/lib/haproxy")
    private @Nullable Path chroot;

    @Mixin
    private TlsOptions tls = new TlsOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    static CommandLine commandLine() {
        HaproxyConfigCommand command = new HaproxyConfigCommand();
        CommandLine line = new CommandLine(command);
        command.options.addTo(line.getCommandSpec());
        return line;
    }

    @Override
    public Integer call() {
        if (unix && agentAddr != null) {
            throw usage("--agent-addr: has no effect with --unix");
        }
        if (!unix && chroot != null) {
            throw usage("--chroot: has no effect without --unix");
        }
        tls.check(unix).ifPresent(problem -> {
            throw usage(problem);
        });
        try {
            BridgeConfig config = options.read();
            AgentEndpoint endpoint = unix ? unixEndpoint(config) : tcpEndpoint(config);
            if (config.targets().isEmpty()) {
                throw usage("targets: at least one target is needed to print a backend");
            }
            warnOfShortInterval(config.agent().replyDeadline());
            System.out.print(new HaproxyBackends(endpoint, server, agentInter)
                    .render(config.targets().values()));
            return ExitCode.SUCCESS;
        } catch (ConfigException e) {
            return ExitCode.configuration(e);
        }
    }

    private AgentEndpoint tcpEndpoint(BridgeConfig config) {
        TcpAddress address = first(config, TcpAddress.class, "a TCP address; add one, or use --unix");
        if (address.port() == 0) {
            throw usage("agent.listen: " + address
                    + " has port 0, which means any free port; set a fixed port for HAProxy");
        }
        TcpEndpoint endpoint = TcpEndpoint.of(address, agentAddr);
        return tls.isChosen() ? tlsEndpoint(endpoint, config) : plainEndpoint(endpoint, config);
    }

    private AgentEndpoint plainEndpoint(TcpEndpoint endpoint, BridgeConfig config) {
        if (config.agent().tls().isPresent()) {
            throw usage(
                    "agent.tls: the bridge does not reply to agent checks without TLS; use --tls, or --unix on the bridge's host");
        }
        return endpoint;
    }

    private AgentEndpoint tlsEndpoint(TcpEndpoint bridge, BridgeConfig config) {
        TlsConfig files = config.agent()
                .tls()
                .orElseThrow(() -> usage("--tls: needs agent.tls.certificate, agent.tls.key, agent.tls.client-ca and"
                        + " agent.tls.client-names in the file of --config; without them the bridge has no TLS"));
        try {
            TlsEndpoint endpoint = tls.endpoint(bridge, files, agentInter);
            endpoint.warning().ifPresent(System.err::println);
            return endpoint;
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private AgentEndpoint unixEndpoint(BridgeConfig config) {
        Path socket = first(config, UnixAddress.class, "an address unix:/PATH for --unix")
                .path();
        try {
            UnixEndpoint endpoint = UnixEndpoint.of(socket, chroot == null ? DEFAULT_CHROOT : chroot);
            endpoint.warning().ifPresent(System.err::println);
            return endpoint;
        } catch (IllegalArgumentException e) {
            throw usage("agent.listen: " + e.getMessage());
        }
    }

    private <T extends ListenAddress> T first(BridgeConfig config, Class<T> type, String missing) {
        return config.agent().listen().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> usage("agent.listen: needs " + missing));
    }

    private void warnOfShortInterval(Duration replyDeadline) {
        if (agentInter.compareTo(replyDeadline) < 0) {
            System.err.println("warning: agent-inter " + Durations.format(agentInter)
                    + " is shorter than agent.reply-deadline (" + Durations.format(replyDeadline)
                    + "): HAProxy ignores replies that arrive later; raise agent-inter, lower the deadline, or set HAProxy's"
                    + " timeout check");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
