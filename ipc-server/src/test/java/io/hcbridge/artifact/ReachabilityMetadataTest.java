/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.sun.jna.Library;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The metadata for GraalVM has the form of its schema, version 1.2.0, as far as this library uses it: nothing but {@code comment} and
 * {@code reflection}. The schema permits no other keys than those below. GraalVM ignores a wrong key or only warns about it.
 */
class ReachabilityMetadataTest {
    private static final String FILE =
            "/META-INF/native-image/io.hcbridge/hcbridge-ipc-server/reachability-metadata.json";

    private static final Set<String> FLAGS = Set.of(
            "allDeclaredMethods",
            "allDeclaredFields",
            "allDeclaredConstructors",
            "allPublicMethods",
            "allPublicFields",
            "allPublicConstructors",
            "unsafeAllocated",
            "serializable",
            "jniAccessible");

    private Map<String, Object> metadata = Map.of();

    @BeforeEach
    void read() throws IOException {
        try (InputStream in = ReachabilityMetadataTest.class.getResourceAsStream(FILE);
                JsonParser parser = new JsonFactory()
                        .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                        .createParser(in)) {
            parser.nextToken();
            metadata = object(parser);
            assertThat(parser.nextToken()).isNull();
        }
    }

    @Test
    void fileHasTheFormOfTheSchema() {
        assertThat(metadata).containsOnlyKeys("comment", "reflection");
        assertThat(metadata.get("comment")).isInstanceOf(String.class);
        for (Map<?, ?> entry : reflection()) {
            entry.forEach((key, value) -> {
                switch (key.toString()) {
                    case "reason" -> assertThat(value).isInstanceOf(String.class);
                    case "condition" -> assertThat(conditionType(value)).isNotBlank();
                    case "type" -> assertThat(value).isInstanceOfAny(String.class, Map.class);
                    default -> {
                        assertThat(FLAGS).contains(key.toString());
                        assertThat(value).isInstanceOf(Boolean.class);
                    }
                }
            });
            assertThat(types(required(entry, "type"))).isNotEmpty();
        }
    }

    @Test
    void allNamedTypesExist() {
        for (Map<?, ?> entry : reflection()) {
            List<String> names = new ArrayList<>(types(required(entry, "type")));
            names.add(conditionType(required(entry, "condition")));
            for (String name : names) {
                assertThatCode(() -> Class.forName(name, false, Library.class.getClassLoader()))
                        .doesNotThrowAnyException();
            }
        }
    }

    /** JNA implements an interface by a proxy and reads its methods and fields. */
    @Test
    void everyInterfaceOfNativeFunctionsIsListedTwice() throws Exception {
        List<String> interfaces = LibraryModule.IPC.types().stream()
                .filter(type -> type.isInterface() && Library.class.isAssignableFrom(type))
                .map(Class::getName)
                .toList();
        assertThat(interfaces).isNotEmpty();
        List<Object> types = new ArrayList<>();
        reflection().forEach(entry -> types.add(required(entry, "type")));
        for (String name : interfaces) {
            assertThat(types).contains(name, Map.of("proxy", List.of(name)));
        }
    }

    private List<Map<?, ?>> reflection() {
        List<Map<?, ?>> entries = new ArrayList<>();
        for (Object entry : (List<?>) metadata.getOrDefault("reflection", List.of())) {
            entries.add((Map<?, ?>) entry);
        }
        return entries;
    }

    private static String conditionType(Object condition) {
        assertThat((Map<?, ?>) condition).hasSize(1);
        return required((Map<?, ?>) condition, "typeReached").toString();
    }

    /** A type is a name, or the interfaces of a proxy. */
    private static List<String> types(Object type) {
        if (type instanceof Map<?, ?> proxy) {
            assertThat(proxy).hasSize(1);
            return ((List<?>) required(proxy, "proxy"))
                    .stream().map(Object::toString).toList();
        }
        assertThat(type).isInstanceOf(String.class);
        return List.of(type.toString());
    }

    private static Object required(Map<?, ?> object, String key) {
        return Objects.requireNonNull(object.get(key), key);
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            object.put(key, value(parser));
        }
        return object;
    }

    private static List<Object> array(JsonParser parser) throws IOException {
        List<Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser));
        }
        return array;
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            case VALUE_STRING -> parser.getText();
            default -> throw new IOException("unexpected " + parser.currentToken());
        };
    }
}
