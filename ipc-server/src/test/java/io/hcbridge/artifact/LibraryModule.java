/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.artifact;

import io.hcbridge.ipc.health.HealthServer;
import io.hcbridge.protocol.ProtocolException;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** One of the two published modules. The tests themselves run on the class path. */
enum LibraryModule {
    PROTOCOL("protocol", ProtocolException.class),
    IPC("ipc-server", HealthServer.class);

    private static final String CLASS = ".class";

    private final String directory;
    private final Path classes;

    LibraryModule(String directory, Class<?> member) {
        this.directory = directory;
        this.classes = location(member);
    }

    /** Returns the module's source tree. */
    Path sources() {
        return Path.of("..", directory, "src/main/java").toAbsolutePath().normalize();
    }

    /** Returns the directory or jar of its classes. */
    Path classes() {
        return classes;
    }

    ModuleDescriptor descriptor() {
        return reference().descriptor();
    }

    /** Returns the names of the packages that every module may use. */
    Set<String> exportedPackages() {
        return descriptor().exports().stream()
                .filter(exports -> !exports.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
    }

    /** Returns all classes of the module, not initialized, sorted by name. */
    List<Class<?>> types() throws IOException, ClassNotFoundException {
        List<Class<?>> types = new ArrayList<>();
        try (ModuleReader reader = reference().open()) {
            for (String file : reader.list().sorted().toList()) {
                if (file.endsWith(CLASS) && !file.endsWith("-info.class")) {
                    String name =
                            file.substring(0, file.length() - CLASS.length()).replace('/', '.');
                    types.add(Class.forName(name, false, HealthServer.class.getClassLoader()));
                }
            }
        }
        return types;
    }

    /** Returns whether code of other packages can name the type. */
    static boolean isPublic(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return Modifier.isPublic(type.getModifiers()) && !type.isSynthetic() && (outer == null || isPublic(outer));
    }

    private ModuleReference reference() {
        return ModuleFinder.of(classes).findAll().iterator().next();
    }

    /** Returns the directory or jar of a class. */
    static Path location(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
