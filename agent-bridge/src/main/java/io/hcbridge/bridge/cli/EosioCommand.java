/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import io.hcbridge.bridge.config.BridgeConfig;
import io.hcbridge.bridge.config.ConfigBuilder;
import io.hcbridge.bridge.config.ConfigException;
import io.hcbridge.bridge.config.ConfigFlags;
import io.hcbridge.bridge.log.LogSetup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/**
 * The command {@code eosio}. It runs the daemon with the command line of the EOSIO agent in Go: the same arguments, plus the list of URLs
 * that requests may name.
 */
@Command(
        name = "eosio",
        description = "Reply to requests of the EOSIO agent until SIGTERM or SIGINT. SIGHUP reopens the log file.",
        sortOptions = false,
        versionProvider = Version.class)
final class EosioCommand implements Callable<Integer> {
    /** Names of options in the messages of the configuration, and their names in this command. */
    private static final Map<String, String> NAMES = Map.of(
            "--listen:", "IP, PORT:",
            "--allow:", "--agent-allow:",
            "--eosio-allow:", "--allow:",
            "--reply-deadline:", "--timeout:");

    /** The log formats of the Go program. Two of them are mapped to the most similar format of the bridge. */
    private enum LogFormat {
        TERM("text"),
        LOGFMT("text"),
        JSON("json"),
        JSON_PRETTY("json");

        private final String ours;

        LogFormat(String ours) {
            this.ours = ours;
        }
    }

    private static final class LogFormatReader implements ITypeConverter<LogFormat> {
        @Override
        public LogFormat convert(String text) {
            for (LogFormat format : LogFormat.values()) {
                if (format.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text)) {
                    return format;
                }
            }
            throw new TypeConversionException("'" + text + "' must be term, logfmt, json or json-pretty");
        }
    }

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "IP",
            defaultValue = "127.0.0.1",
            description = "Default: 127.0.0.1")
    private String ip = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "PORT", defaultValue = "1337", description = "Default: 1337")
    private String port = "";

    @Option(
            names = "--allow",
            paramLabel = "ENTRY",
            description =
                    "URLs that a request may name, required: NAME, *.SUFFIX, ADDRESS or NETWORK, each possibly with :PORT and"
                            + " /PATH (may be repeated)")
    private List<String> allow = List.of();

    @Option(
            names = "--agent-allow",
            paramLabel = "NETWORK",
            description = "networks that may connect; required if IP is not a loopback address (may be repeated)")
    private List<String> agentAllow = List.of();

    @Option(
            names = {"-l", "--log"},
            paramLabel = "FILE",
            description = "log file%nDefault: standard error")
    private @Nullable Path log;

    @Option(
            names = {"-p", "--pid"},
            paramLabel = "FILE",
            description = "file for the process id")
    private @Nullable Path pid;

    @Option(
            names = {"-t", "--timeout"},
            paramLabel = "TIME",
            defaultValue = "1900ms",
            description = "time from accept to the reply; shorter than HAProxy's agent-inter%nDefault: 1900ms")
    private String timeout = "";

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            converter = LogFormatReader.class,
            defaultValue = "term",
            description = "json or json-pretty for JSON, term or logfmt for text%nDefault: term")
    private LogFormat logFormat = LogFormat.TERM;

    @Option(
            names = "--metrics",
            paramLabel = "ADDRESS",
            defaultValue = "none",
            description = "address of the metrics port%nDefault: none")
    private String metrics = "";

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new EosioCommand());
        line.getCommandSpec()
                .addOption(OptionSpec.builder("-v", "-V", "--version")
                        .versionHelp(true)
                        .description("Print version information and exit.")
                        .build())
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help message and exit.")
                        .build());
        return line;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (allow.isEmpty()) {
            System.err.println(
                    "--allow: required; specify at least one URL that a request may name, like --allow api.example.org:8888");
            return ExitCode.CONFIGURATION;
        }
        try {
            BridgeConfig config =
                    new ConfigBuilder().flags(new ConfigFlags(flags())).build();
            if (log == null) {
                LogSetup.apply(config.log());
            } else {
                LogSetup.applyToFile(config.log(), log);
            }
            if (pid == null) {
                return new BridgeDaemon().run(config);
            }
            PidFile file = new PidFile(pid);
            file.write();
            return new BridgeDaemon(file::remove).run(config);
        } catch (ConfigException e) {
            e.problems().forEach(problem -> System.err.println(inOwnWords(problem)));
            return ExitCode.CONFIGURATION;
        } catch (IOException e) {
            System.err.println("hcbridge eosio: " + e.getMessage());
            return ExitCode.FAILURE;
        }
    }

    private Map<String, List<String>> flags() {
        Map<String, List<String>> flags = new HashMap<>();
        String host = ip.contains(":") && !ip.startsWith("[") ? "[" + ip + "]" : ip;
        flags.put("--listen", List.of(host + ":" + port));
        flags.put("--eosio", List.of("true"));
        flags.put("--eosio-allow", allow);
        flags.put("--allow", agentAllow);
        flags.put("--metrics", List.of(metrics));
        flags.put("--reply-deadline", List.of(timeout));
        flags.put("--log-format", List.of(logFormat.ours));
        return flags;
    }

    private static String inOwnWords(String problem) {
        String place = problem.substring(0, problem.indexOf(':') + 1);
        String own = NAMES.getOrDefault(place, place) + problem.substring(place.length());
        return own.replace("with eosio.enabled, agent.allow", "--agent-allow");
    }
}
