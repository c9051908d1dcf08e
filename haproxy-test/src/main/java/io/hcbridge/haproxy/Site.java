/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A complete site on one host: services, the bridge, and HAProxy, which sends agent checks to the bridge. */
public final class Site implements AutoCloseable {
    /** HAProxy's backend with all services as its servers. */
    public static final String BACKEND = "shop";
    /** The time between two checks of one server. */
    public static final Duration POLL = Duration.ofMillis(500);

    private static final String REPLY_DEADLINE = "400ms";

    private final Path directory;
    private final Polling polling;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Map<String, SampleServiceProcess> services = new LinkedHashMap<>();
    private final BridgeProcess bridge;
    private final HaproxyProcess haproxy;
    private final Backend backend;

    private Site(Path home, List<String> names, Path directory, Polling polling) throws IOException {
        this.directory = directory;
        this.polling = polling;
        try {
            for (String name : names) {
                services.put(name, own(SampleServiceProcess.start(name, directory.resolve(name), polling.leave)));
            }
            services.values().forEach(SampleServiceProcess::awaitStarted);
            bridge = own(BridgeProcess.start(home, directory.resolve("bridge.log"), bridgeArguments()));
            HaproxyConfig config = new HaproxyConfig();
            backend = config.backend(BACKEND);
            services.values().forEach(this::addServer);
            haproxy = own(HaproxyProcess.start(config));
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts all parts and returns when they run.
     *
     * @param home the directory of the script {@code hcbridge}
     * @param names names of the services; each is also the name of a target and of a server
     */
    public static Site start(Path home, List<String> names) throws IOException {
        return start(home, names, new Polling(POLL, "", Duration.ofSeconds(3)));
    }

    /** Starts a site in which HAProxy's checks or the bridge's probes have other intervals. */
    public static Site start(Path home, List<String> names, Polling polling) throws IOException {
        return new Site(home, names, Files.createTempDirectory("hcbridge-site"), polling);
    }

    /**
     * The times that a drain depends on.
     *
     * @param agentInter time between two checks of one server
     * @param probeInterval time between two probes of a target, like {@code 200ms}; empty for a probe for each check
     * @param leave longest time for which a service drains at its end, whole seconds
     */
    public record Polling(Duration agentInter, String probeInterval, Duration leave) {}

    public SampleServiceProcess service(String name) {
        SampleServiceProcess service = services.get(name);
        if (service == null) {
            throw new IllegalArgumentException("no service '" + name + "'");
        }
        return service;
    }

    public List<String> names() {
        return List.copyOf(services.keySet());
    }

    public BridgeProcess bridge() {
        return bridge;
    }

    public HaproxyProcess haproxy() {
        return haproxy;
    }

    /** Returns the backend of all services. */
    public Backend backend() {
        return backend;
    }

    /** Returns HAProxy's state of a service. */
    public ServerState server(String name) {
        return haproxy.stats().server(BACKEND, name);
    }

    /** Waits until the service is UP, or not UP, in HAProxy. */
    public void awaitUp(String name, boolean up, Duration limit) {
        Await.until(
                name + " to be " + (up ? "UP" : "DOWN") + " in HAProxy",
                limit,
                () -> server(name).isUp() == up);
    }

    /** Ends all parts. The services end first, because they drain while bridge and HAProxy still run. The others end in reverse order. */
    @Override
    public void close() {
        services.values().forEach(SampleServiceProcess::beginToEnd);
        services.values().forEach(SampleServiceProcess::close);
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                System.err.println("site: close failed: " + e);
            }
        }
        delete();
    }

    private <T extends AutoCloseable> T own(T part) {
        parts.push(part);
        return part;
    }

    private List<String> bridgeArguments() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--reply-deadline=" + REPLY_DEADLINE));
        services.values().forEach(s -> arguments.add("--target=" + s.name() + "=" + s.directory()));
        if (!polling.probeInterval.isEmpty()) {
            Path config = directory.resolve("hcbridge.yaml");
            Files.writeString(config, "defaults: {interval: " + polling.probeInterval + "}\n");
            arguments.add("--config=" + config);
        }
        return arguments;
    }

    private void addServer(SampleServiceProcess service) {
        backend.server(service.name(), service.address())
                .weight(100)
                .agent(bridge.agent())
                .agentSend(service.name())
                .agentInter(polling.agentInter);
    }

    private void delete() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }
}
