/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.hcbridge.protocol.ProtocolException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes a {@link CommandMessage} as JSON. As in Go's {@code encoding/json}, the last of several equal names counts.
 */
final class CommandJson {
    // Jackson would keep the names, which come from peers, in memory for ever.
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final JsonParser parser;
    private String command = "";
    private Map<String, CommandArgument> arguments = Map.of();
    private CommandResponse response = CommandResponse.NONE;
    private boolean respond;
    private boolean close;

    private CommandJson(JsonParser parser) {
        this.parser = parser;
    }

    static CommandMessage read(String json) throws ProtocolException {
        try (JsonParser parser = JSON.createParser(json)) {
            return new CommandJson(parser).message();
        } catch (JsonProcessingException e) {
            // Jackson's message names its own classes, which does not help an operator.
            JsonLocation location = e.getLocation();
            throw new ProtocolException(
                    "malformed JSON at character " + (location == null ? 0 : location.getCharOffset()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String write(CommandMessage message) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("cmd", message.command());
            writeArguments(json, message.arguments());
            writeResponse(json, message.response());
            json.writeBooleanField("respond", message.respond());
            json.writeBooleanField("close", message.close());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void writeArguments(JsonGenerator json, Map<String, CommandArgument> arguments) throws IOException {
        json.writeObjectFieldStart("args");
        for (Map.Entry<String, CommandArgument> entry : arguments.entrySet()) {
            json.writeFieldName(entry.getKey());
            CommandArgument argument = entry.getValue();
            if (argument.quoted()) {
                json.writeString(argument.text());
            } else {
                json.writeRawValue(argument.text());
            }
        }
        json.writeEndObject();
    }

    private static void writeResponse(JsonGenerator json, CommandResponse response) throws IOException {
        json.writeObjectFieldStart("response");
        json.writeStringField("status", response.status());
        json.writeStringField("error", response.error());
        json.writeStringField("payload", response.payload());
        json.writeEndObject();
    }

    private CommandMessage message() throws IOException, ProtocolException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new ProtocolException("a message must be a JSON object, not " + describeToken());
        }
        for (String name = nextName(); name != null; name = nextName()) {
            switch (name) {
                case "cmd" -> command = text("cmd");
                case "args" -> arguments = arguments();
                case "response" -> response = response();
                case "respond" -> respond = bool("respond");
                case "close" -> close = bool("close");
                default -> parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            throw new ProtocolException("a message must be a single JSON object, but more text follows it");
        }
        return new CommandMessage(command, arguments, response, respond, close);
    }

    private Map<String, CommandArgument> arguments() throws IOException, ProtocolException {
        Map<String, CommandArgument> read = new LinkedHashMap<>();
        if (!isObject("args")) {
            return read;
        }
        for (String name = nextName(); name != null; name = nextName()) {
            JsonToken token = parser.currentToken();
            if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
                throw new ProtocolException(
                        "argument '" + name + "' must be text, a number, true or false, not " + describeToken());
            }
            read.put(name, new CommandArgument(parser.getText(), token == JsonToken.VALUE_STRING));
        }
        return read;
    }

    private CommandResponse response() throws IOException, ProtocolException {
        if (!isObject("response")) {
            return CommandResponse.NONE;
        }
        String status = "";
        String error = "";
        String payload = "";
        for (String name = nextName(); name != null; name = nextName()) {
            switch (name) {
                case "status" -> status = text("status");
                case "error" -> error = text("error");
                case "payload" -> payload = text("payload");
                default -> parser.skipChildren();
            }
        }
        return new CommandResponse(status, error, payload);
    }

    /** Returns the name of the object's next entry and moves the parser to its value. Returns null at the object's end. */
    private @Nullable String nextName() throws IOException {
        String name = parser.nextFieldName();
        if (name != null) {
            parser.nextToken();
        }
        return name;
    }

    private boolean isObject(String name) throws IOException, ProtocolException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> true;
            case VALUE_NULL -> false;
            default -> throw new ProtocolException(name + " must be an object, not " + describeToken());
        };
    }

    private String text(String name) throws IOException, ProtocolException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NULL -> "";
            default -> throw new ProtocolException(name + " must be text, not " + describeToken());
        };
    }

    private boolean bool(String name) throws ProtocolException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> throw new ProtocolException(name + " must be true or false, not " + describeToken());
        };
    }

    private String describeToken() {
        JsonToken token = parser.currentToken();
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            default -> "null";
        };
    }
}
