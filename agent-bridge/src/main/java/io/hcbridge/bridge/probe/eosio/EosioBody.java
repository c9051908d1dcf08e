/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.eosio;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.hcbridge.protocol.eosio.EosioAnswer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a JSON body only the values that {@link EosioAnswer} uses. Objects in memory are many times longer than their text, so
 * a tree of a long body could fill the heap.
 */
final class EosioBody {
    /** More than any value that is used. */
    private static final int MAX_STRING = 1024;

    /** Names are neither interned nor kept in the factory's table: an API can send as many different ones as it likes. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxStringLength(MAX_STRING).build())
            .build();

    private static final Wanted VALUE = new Wanted(Map.of());
    private static final Wanted STORE = new Wanted(Map.of("status", VALUE));
    private static final Wanted SERVICES = new Wanted(Map.of(
            "service",
            VALUE,
            "service_data",
            new Wanted(Map.of("head_block_num", VALUE, "last_indexed_block", VALUE))));
    private static final Wanted DATA =
            new Wanted(Map.of("postgres", STORE, "redis", STORE, "chain", new Wanted(Map.of("head_time", VALUE))));
    private static final Wanted BODY = new Wanted(Map.of("head_block_time", VALUE, "health", SERVICES, "data", DATA));

    private final JsonParser parser;

    /** @param members of an object; none for a single value */
    private record Wanted(Map<String, Wanted> members) {}

    private EosioBody(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Reads a whole body.
     *
     * @throws IOException if it is not one JSON value, or a value that is used is longer than {@value #MAX_STRING} characters
     */
    static @Nullable Object read(byte[] body) throws IOException {
        // From a stream, because the parser of an array keeps a table of names.
        try (JsonParser parser = JSON.createParser(new ByteArrayInputStream(body))) {
            if (parser.nextToken() == null) {
                throw new JsonParseException(parser, "empty");
            }
            Object value = new EosioBody(parser).value(BODY);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "more than one value");
            }
            return value;
        }
    }

    private @Nullable Object value(Wanted wanted) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(wanted);
            case START_ARRAY -> array(wanted);
            case VALUE_STRING -> wanted.equals(VALUE) ? parser.getText() : null;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> wanted.equals(VALUE) ? parser.getNumberValue() : null;
            default -> null;
        };
    }

    private Map<String, Object> object(Wanted wanted) throws IOException {
        Map<String, Object> found = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            Wanted member = wanted.members().get(name);
            if (member == null) {
                parser.skipChildren();
            } else {
                found.put(name, value(member));
            }
        }
        return found;
    }

    /** Of the elements, the last of each service that is used. */
    private @Nullable List<Object> array(Wanted wanted) throws IOException {
        if (!wanted.equals(SERVICES)) {
            parser.skipChildren();
            return null;
        }
        Map<String, Object> services = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                continue;
            }
            Map<String, Object> service = object(wanted);
            if (service.get("service") instanceof String name && EosioAnswer.SERVICES.contains(name)) {
                services.put(name, service);
            }
        }
        return new ArrayList<>(services.values());
    }
}
