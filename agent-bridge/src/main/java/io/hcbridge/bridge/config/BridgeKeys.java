/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.BridgeConfig.AgentConfig;
import io.hcbridge.bridge.config.BridgeConfig.AgentConfig.UnknownTarget;
import io.hcbridge.bridge.config.key.ConfigKey;
import io.hcbridge.bridge.config.key.Default;
import io.hcbridge.bridge.config.key.Flag;
import io.hcbridge.bridge.config.key.Subnet;
import io.hcbridge.bridge.config.key.ValueParsers;
import io.hcbridge.bridge.eosio.allow.AllowEntry;
import io.hcbridge.bridge.log.LogConfig;
import io.hcbridge.bridge.tls.TlsConfig;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys that do not belong to a target. */
final class BridgeKeys {
    private static final String RUNTIME_DIRECTORY = "/run/hcbridge";

    static final ConfigKey<ListenAddress> LISTEN = ConfigKey.list(
                    "agent.listen",
                    ListenAddress::parse,
                    Default.value("127.0.0.1:5555"),
                    "addresses for agent checks, one or a list: `HOST:PORT`, `[IPV6]:PORT` or `unix:/PATH`")
            .with(Flag.of("--listen", "ADDRESS"));
    static final ConfigKey<Subnet> ALLOW = ConfigKey.list(
                    "agent.allow",
                    Subnet::parse,
                    Default.none("every network"),
                    "networks that may connect by TCP, like `10.0.0.0/8`; connections from other networks are closed"
                            + " without a reply")
            .with(Flag.of("--allow", "NETWORK"));
    static final ConfigKey<Set<PosixFilePermission>> SOCKET_MODE = ConfigKey.one(
            "agent.socket-mode",
            SocketAccess::parseMode,
            Default.value("0660"),
            "mode of each unix socket in `agent.listen`, octal or like `rw-rw----`; a client needs write permission");
    static final ConfigKey<String> SOCKET_GROUP = ConfigKey.one(
            "agent.socket-group",
            ValueParsers::account,
            Default.none("the process's group"),
            "group of each unix socket in `agent.listen`, by name or number");
    static final ConfigKey<Duration> REPLY_DEADLINE = ConfigKey.one(
                    "agent.reply-deadline",
                    AgentConfig.REPLY_DEADLINE::parse,
                    Default.value("1s"),
                    "time from accept to the reply, `100ms` to `1h`; every reply, `failed` included, is sent a little"
                            + " earlier")
            .with(Flag.of("--reply-deadline", "TIME"));
    static final ConfigKey<Integer> MAX_CONNECTIONS = ConfigKey.one(
            "agent.max-connections",
            ValueParsers::positive,
            Default.value("10000"),
            "maximum number of open connections; further ones are closed without a reply, and HAProxy keeps its state");
    static final ConfigKey<String> DEFAULT_TARGET = ConfigKey.one(
                    "agent.default-target",
                    TargetConfig::checkName,
                    Default.none("none"),
                    "target of a blank request line; a line without a line end is complete after 50 ms without further"
                            + " bytes")
            .with(Flag.of("--default-target", "NAME"));
    static final ConfigKey<UnknownTarget> UNKNOWN_TARGET = ConfigKey.one(
            "agent.unknown-target",
            text -> ValueParsers.oneOf(UnknownTarget.class, text),
            Default.value("fail"),
            "reply to a name that is no target: `fail` takes the server DOWN, `report` shows the failure and keeps the"
                    + " server's state, `ignore` closes without a reply; each is logged and counted");
    static final ConfigKey<Duration> READY_FOR = ConfigKey.one(
            "agent.ready-for",
            AgentConfig.READY_FOR::parse,
            Default.value("30s"),
            "minimum time during which a pending `ready` or `100%` is sent, up to `1d`; set it to three times the longest"
                    + " `agent-inter`");
    static final ConfigKey<String> GROUP_NAME = ConfigKey.one(
                    "agent.group.name",
                    StandbyConfig::checkName,
                    Default.none("no group"),
                    "name of a group of bridges on one host, of which one answers and the others wait to take over;"
                            + " docs/STANDBY.md describes it")
            .with(Flag.of("--group", "NAME"));
    static final ConfigKey<Path> GROUP_DIRECTORY = ConfigKey.one(
                    "agent.group.directory",
                    ValueParsers.absolutePathOr(RUNTIME_DIRECTORY),
                    Default.value(RUNTIME_DIRECTORY),
                    "directory of the group's lock file and socket; it must exist, and only the bridge's user and root should"
                            + " be able to write to it")
            .with(Flag.ofPath("--group-directory", "DIRECTORY"));
    static final ConfigKey<Path> TLS_CERTIFICATE = ConfigKey.one(
            "agent.tls.certificate",
            ValueParsers::absolutePath,
            Default.none("no TLS"),
            "PEM file with the bridge's certificate and intermediate certificates; with this key, every TCP address in"
                    + " `agent.listen` uses TLS, and unix sockets do not; changed TLS files are loaded without a restart");
    static final ConfigKey<Path> TLS_KEY = ConfigKey.one(
            "agent.tls.key",
            ValueParsers::absolutePath,
            Default.none("none"),
            "PEM file with the unencrypted private key of the certificate; may be the same file");
    static final ConfigKey<Path> TLS_CLIENT_CA = ConfigKey.one(
            "agent.tls.client-ca",
            ValueParsers::absolutePath,
            Default.none("none"),
            "PEM file with the authorities that sign client certificates; a connection without such a certificate is closed"
                    + " without a reply");
    static final ConfigKey<String> TLS_CLIENT_NAMES = ConfigKey.list(
            "agent.tls.client-names",
            TlsConfig::checkName,
            Default.none("none"),
            "DNS names of the client certificates that may connect, one or a list; the common name counts only in a"
                    + " certificate without alternative names");
    static final ConfigKey<Integer> MAX_PROCESSES = ConfigKey.one(
            "exec.max-processes",
            ValueParsers::positive,
            Default.value("16"),
            "maximum number of programs of `exec` targets that run at a time; a check that gets no turn in time is closed"
                    + " without a reply");
    static final ConfigKey<Path> STATE_FILE = ConfigKey.one(
                    "state-file",
                    ValueParsers::absolutePath,
                    Default.none("none"),
                    "file that keeps overrides and pending resets across restarts")
            .with(Flag.ofPath("--state-file", "FILE"));
    static final ConfigKey<Path> ADMIN_SOCKET = ConfigKey.one(
                    "admin.socket",
                    text -> UnixAddress.parse(UnixAddress.SCHEME + ValueParsers.absolutePath(text))
                            .path(),
                    Default.none("none"),
                    "unix socket for `hcbridge ctl`, with mode 0660")
            .with(Flag.ofPath("--admin-socket", "PATH"));
    static final ConfigKey<String> ADMIN_GROUP = ConfigKey.one(
            "admin.group",
            ValueParsers::account,
            Default.none("the process's group"),
            "group of the command socket, by name or number");
    static final ConfigKey<String> READERS = ConfigKey.list(
            "admin.readers",
            ValueParsers::userOrGroup,
            Default.none("root and the bridge's user"),
            "who may use commands that change nothing, one or a list: `USER` or `@PRIMARY-GROUP`, by name or number");
    static final ConfigKey<String> OPERATORS = ConfigKey.list(
            "admin.operators",
            ValueParsers::userOrGroup,
            Default.none("root and the bridge's user"),
            "who may use all commands, in the same form");
    /** Empty for no metrics. */
    static final ConfigKey<Optional<TcpAddress>> METRICS = ConfigKey.one(
                    "metrics.listen",
                    BridgeKeys::metricsAddress,
                    Default.value("127.0.0.1:9404"),
                    "address of the metrics port: `HOST:PORT`, `[IPV6]:PORT` or `none`")
            .with(Flag.of("--metrics", "ADDRESS"));

    static final ConfigKey<String> PUSH_GROUP = ConfigKey.one(
            "push.group",
            PushGroupConfig::checkName,
            Default.none("none"),
            "name of the group to which services push their reports; required for targets of the kind `push`; docs/PUSH.md"
                    + " describes it");
    static final ConfigKey<Path> PUSH_DIRECTORY = ConfigKey.one(
            "push.directory",
            ValueParsers.absolutePathOr(RUNTIME_DIRECTORY),
            Default.value(RUNTIME_DIRECTORY),
            "directory of the group's lock file and socket; it must exist, and only the bridge's user and root should be"
                    + " able to write to it");
    static final ConfigKey<Set<PosixFilePermission>> PUSH_SOCKET_MODE = ConfigKey.one(
            "push.socket-mode",
            SocketAccess::parseMode,
            Default.value("0660"),
            "mode of the group's socket, octal or like `rw-rw----`; a service needs write permission");
    static final ConfigKey<String> PUSH_SOCKET_GROUP = ConfigKey.one(
            "push.socket-group",
            ValueParsers::account,
            Default.none("the process's group"),
            "unix group of the group's socket, by name or number");

    static final ConfigKey<LogConfig.Level> LOG_LEVEL = ConfigKey.one(
                    "log.level",
                    text -> ValueParsers.oneOf(LogConfig.Level.class, text),
                    Default.value("info"),
                    "minimum level that is logged: `debug`, `info`, `warn` or `error`")
            .with(Flag.of("--log-level", "LEVEL"));
    static final ConfigKey<LogConfig.Format> LOG_FORMAT = ConfigKey.one(
                    "log.format",
                    text -> ValueParsers.oneOf(LogConfig.Format.class, text),
                    Default.value("text"),
                    "format of the log on standard error: `text` or `json`")
            .with(Flag.of("--log-format", "FORMAT"));
    static final ConfigKey<Boolean> EOSIO_ENABLED = ConfigKey.one(
                    "eosio.enabled",
                    ValueParsers::bool,
                    Default.value("false"),
                    "whether request lines of the EOSIO agent are answered; docs/EOSIO.md describes them")
            .with(Flag.toggle("--eosio"));
    static final ConfigKey<AllowEntry> EOSIO_ALLOW = ConfigKey.list(
                    "eosio.allow",
                    AllowEntry::parse,
                    Default.none("required with `eosio.enabled`"),
                    "URLs that such a line may name: `NAME`, `*.SUFFIX`, `ADDRESS` or `NETWORK`, each with optional `:PORT` and"
                            + " `/PATH`; a name may lead to public addresses and to listed addresses")
            .with(Flag.of("--eosio-allow", "ENTRY"));
    /** In the file, a mapping. On the command line, targets of the health kind. */
    static final ConfigKey<TargetFlag> TARGETS = ConfigKey.list(
                    "targets",
                    TargetFlag::parse,
                    Default.required(),
                    "the services by name, at least one unless `eosio.enabled`; the flag sets the name and the directory of a service")
            .with(Flag.of("--target", "NAME=DIRECTORY"));

    static final List<ConfigKey<?>> ALL = List.of(
            LISTEN,
            ALLOW,
            SOCKET_MODE,
            SOCKET_GROUP,
            REPLY_DEADLINE,
            MAX_CONNECTIONS,
            DEFAULT_TARGET,
            UNKNOWN_TARGET,
            READY_FOR,
            GROUP_NAME,
            GROUP_DIRECTORY,
            TLS_CERTIFICATE,
            TLS_KEY,
            TLS_CLIENT_CA,
            TLS_CLIENT_NAMES,
            MAX_PROCESSES,
            STATE_FILE,
            ADMIN_SOCKET,
            ADMIN_GROUP,
            READERS,
            OPERATORS,
            METRICS,
            PUSH_GROUP,
            PUSH_DIRECTORY,
            PUSH_SOCKET_MODE,
            PUSH_SOCKET_GROUP,
            LOG_LEVEL,
            LOG_FORMAT,
            EOSIO_ENABLED,
            EOSIO_ALLOW,
            TARGETS);

    private static final String NO_METRICS = "none";

    private BridgeKeys() {}

    private static Optional<TcpAddress> metricsAddress(String text) {
        return text.equals(NO_METRICS) ? Optional.empty() : Optional.of(TcpAddress.parse(text));
    }
}
