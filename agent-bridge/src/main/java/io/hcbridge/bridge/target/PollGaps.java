/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.target;

import io.hcbridge.bridge.probe.PollGap;
import io.hcbridge.protocol.health.HealthProtocol;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The times between the recent polls of one target, by client address and request line, each called an address here. They are recent while they are among the last {@value
 * PolledAddress#GAPS} of an address. An address is forgotten if it has not polled for ten times its longest gap, and for at least one
 * minute. Keeps at most {@value #MOST_ADDRESSES} addresses, those that polled last. Belongs to the event loop.
 */
public final class PollGaps implements PollGap, PollRecorder {
    static final int MOST_ADDRESSES = 256;

    private final long assumedNanos;
    private final LongSupplier nanoTime;
    private final Map<String, PolledAddress> addresses = new LinkedHashMap<>(2, 0.75f, true);

    /**
     * @param assumed gap of an address that has polled only once, longer than 0
     * @param nanoTime a monotonic clock in nanoseconds
     */
    public PollGaps(Duration assumed, LongSupplier nanoTime) {
        this.assumedNanos = assumed.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Records a poll. */
    @Override
    public void record(String clientAddress, String line) {
        String address = clientAddress + '\n' + line;
        long now = nanoTime.getAsLong();
        PolledAddress known = addresses.get(address);
        if (known != null && !known.isForgotten(now)) {
            known.polled(now);
            return;
        }
        addresses.put(address, new PolledAddress(now, assumedNanos));
        if (addresses.size() > MOST_ADDRESSES) {
            Iterator<String> eldest = addresses.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    /** Returns the longest recent gap of one address; 0 if no address has polled the target recently. */
    @Override
    public OptionalInt millis() {
        long now = nanoTime.getAsLong();
        addresses.values().removeIf(address -> address.isForgotten(now));
        long longest = 0;
        for (PolledAddress address : addresses.values()) {
            longest = Math.max(longest, address.longestNanos());
        }
        return OptionalInt.of(toMillis(longest));
    }

    /** Rounds up, because 0 means that nobody polls. */
    private static int toMillis(long nanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos + TimeUnit.MILLISECONDS.toNanos(1) - 1);
        return (int) Math.min(millis, HealthProtocol.MAX_POLL_GAP);
    }
}
