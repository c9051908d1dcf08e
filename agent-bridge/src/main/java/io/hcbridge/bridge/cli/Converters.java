/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import io.hcbridge.bridge.config.TcpAddress;
import io.hcbridge.bridge.config.key.DurationRange;
import io.hcbridge.bridge.config.key.ValueParsers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converters of option values. An invalid value is a usage error. */
final class Converters {
    private Converters() {}

    /** Parses an interval that HAProxy's timers can represent, 1 ms to 24 days. */
    static final class AgentInterval implements ITypeConverter<Duration> {
        private static final DurationRange RANGE = new DurationRange(Duration.ofMillis(1), Duration.ofDays(24));

        @Override
        public Duration convert(String text) {
            return Converters.convert(text, RANGE::parse);
        }
    }

    /** Parses a host and a port from 1 to 65535. */
    static final class ServerAddress implements ITypeConverter<TcpAddress> {
        @Override
        public TcpAddress convert(String text) {
            TcpAddress address = Converters.convert(text, TcpAddress::parse);
            if (address.port() == 0) {
                throw new TypeConversionException("'" + text + "' must have a port, 1 to 65535");
            }
            return address;
        }
    }

    /** Parses the name or address of one host. */
    static final class AgentHost implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            if (!TcpAddress.isHost(text) || AgentEndpoint.isWildcard(text)) {
                throw new TypeConversionException("'" + text + "' must be the address or name of one host");
            }
            return text;
        }
    }

    static final class AbsolutePath implements ITypeConverter<Path> {
        @Override
        public Path convert(String text) {
            return Converters.convert(text, ValueParsers::absolutePath);
        }
    }

    private static <T> T convert(String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
