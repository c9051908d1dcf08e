/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.eosio;

import io.hcbridge.protocol.eosio.EosioReading.HeadTime;
import io.hcbridge.protocol.eosio.EosioReading.IndexLag;
import io.hcbridge.protocol.eosio.EosioReading.Unhealthy;
import io.hcbridge.protocol.eosio.EosioReading.Unreadable;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the HTTP answers of the APIs. JSON values are maps, lists, strings, numbers, booleans and null. */
public final class EosioAnswer {
    private static final String NODEOS = "NodeosRPC";
    private static final String ELASTICSEARCH = "Elasticsearch";
    /** The services of {@code health[]} that are read; of two with one name, the last counts. */
    public static final Set<String> SERVICES = Set.of(NODEOS, ELASTICSEARCH);

    private static final int LAST_GOOD_STATUS = 299;
    /** 18 digits are always a long. */
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

    private final String status;

    private EosioAnswer(int status) {
        this.status = "HTTP " + status;
    }

    /** Reads the status, which counts before the body; empty if the body decides. */
    public static Optional<EosioReading> ofStatus(int status) {
        return status > LAST_GOOD_STATUS ? Optional.of(new Unhealthy("HTTP " + status)) : Optional.empty();
    }

    /**
     * Reads the body of an answer whose status is good.
     *
     * @param json the body, or what of it is used here
     */
    public static EosioReading ofBody(EosioApi api, int status, @Nullable Object json) {
        EosioAnswer answer = new EosioAnswer(status);
        return switch (api) {
            case V1 -> answer.chain(json);
            case V2 -> answer.hyperion(json);
            case ATOMIC -> answer.contract(json);
        };
    }

    private EosioReading chain(@Nullable Object json) {
        return at(json, "head_block_time") instanceof String text
                ? utc(text).map(EosioReading.class::cast).orElseGet(() -> without("readable head_block_time"))
                : without("head_block_time");
    }

    private EosioReading hyperion(@Nullable Object json) {
        if (!(at(json, "health") instanceof List<?> services)) {
            return without("health");
        }
        long head = 0;
        long indexed = 0;
        for (Object service : services) {
            Object data = at(service, "service_data");
            if (NODEOS.equals(at(service, "service"))) {
                head = whole(at(data, "head_block_num")).orElse(0);
            } else if (ELASTICSEARCH.equals(at(service, "service"))) {
                indexed = whole(at(data, "last_indexed_block")).orElse(0);
            }
        }
        if (head <= 0) {
            return without("head_block_num");
        }
        return indexed <= 0 ? without("last_indexed_block") : new IndexLag(head - indexed);
    }

    private EosioReading contract(@Nullable Object json) {
        Object data = at(json, "data");
        for (String store : List.of("postgres", "redis")) {
            if (!(at(at(data, store), "status") instanceof String state)) {
                return without("data." + store + ".status");
            }
            if (!state.equals("OK")) {
                return new Unhealthy(store + " is '" + state + "'");
            }
        }
        Object time = at(at(data, "chain"), "head_time");
        OptionalLong millis =
                time instanceof String text && DIGITS.matcher(text).matches()
                        ? OptionalLong.of(Long.parseLong(text))
                        : whole(time);
        return millis.isPresent()
                ? new HeadTime(Instant.ofEpochMilli(millis.getAsLong()))
                : without("data.chain.head_time");
    }

    private EosioReading without(String what) {
        return new Unreadable(status + " but no " + what);
    }

    private static @Nullable Object at(@Nullable Object json, String key) {
        return json instanceof Map<?, ?> object ? object.get(key) : null;
    }

    /** The chain's times are UTC and do not say it. */
    private static Optional<HeadTime> utc(String text) {
        try {
            return Optional.of(new HeadTime(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A number without a fraction, in whatever form JSON has it. */
    private static OptionalLong whole(@Nullable Object json) {
        if (json instanceof Integer || json instanceof Long) {
            return OptionalLong.of(((Number) json).longValue());
        }
        try {
            return json instanceof Number number
                    ? OptionalLong.of(new BigDecimal(number.toString()).longValueExact())
                    : OptionalLong.empty();
        } catch (ArithmeticException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
