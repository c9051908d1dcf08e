/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.log;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.JsonEscapeUtil;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/**
 * Encodes each event as one JSON object on one line. Its fields are {@code time} in UTC, {@code level}, {@code threadName}, {@code
 * loggerName}, the formatted {@code message}, one field for each key-value pair of the event, and {@code throwable} if there is one.
 */
final class JsonLineEncoder extends JsonEncoder {
    JsonLineEncoder() {
        setWithSequenceNumber(false);
        setWithTimestamp(false);
        setWithNanoseconds(false);
        setWithContext(false);
        setWithMDC(false);
        setWithKVPList(false);
        setWithArguments(false);
        // In the base class, "message" is the pattern without its arguments.
        setWithMessage(false);
        setWithThrowable(false);
    }

    @Override
    protected void appendCustomFields(StringBuilder json, ILoggingEvent event) {
        append(json, "time", event.getInstant().truncatedTo(ChronoUnit.MILLIS));
        append(json, "message", event.getFormattedMessage());
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.forEach(pair -> append(json, pair.key, pair.value));
        }
        if (event.getThrowableProxy() != null) {
            appendThrowableProxy(json, THROWABLE_ATTR_NAME, event.getThrowableProxy());
        }
    }

    private void append(StringBuilder json, String key, Object value) {
        json.append(VALUE_SEPARATOR);
        appenderMember(
                json, JsonEscapeUtil.jsonEscapeString(key), JsonEscapeUtil.jsonEscapeString(String.valueOf(value)));
    }
}
