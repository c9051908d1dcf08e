/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.shape;

/**
 * Where one target is between two ramps.
 *
 * @param begin monotonic time in nanoseconds of the begin of the ramp; 0 unless {@code phase} is {@link Phase#RAMPING}
 */
public record RampState(Phase phase, long begin) {
    /** No reply was made since the start. The first result begins no ramp, because HAProxy may send full traffic already. */
    public static final RampState UNKNOWN = new RampState(Phase.UNKNOWN, 0);

    /** The last reply took the target out of service. */
    public static final RampState OUT = new RampState(Phase.OUT, 0);

    private static final RampState FULL = new RampState(Phase.FULL, 0);

    /** The phases. */
    public enum Phase {
        UNKNOWN,
        OUT,
        RAMPING,
        FULL
    }

    /** Returns the state of a ramp that began at this monotonic time. */
    public static RampState ramping(long begin) {
        return new RampState(Phase.RAMPING, begin);
    }

    public boolean isOut() {
        return phase == Phase.OUT;
    }

    public boolean isRamping() {
        return phase == Phase.RAMPING;
    }

    /**
     * Returns the state at a reply.
     *
     * @param now monotonic time in nanoseconds
     */
    public RampState after(Rotation said, Ramp ramp, long now) {
        return switch (said) {
            case OUT -> OUT;
            case IN -> returned(ramp, now);
            case UNCHANGED -> isRamping() ? returned(ramp, now) : this;
        };
    }

    private RampState returned(Ramp ramp, long now) {
        return switch (phase) {
            case UNKNOWN, FULL -> FULL;
            case OUT -> ramping(now);
            case RAMPING -> ramp.isOver(now - begin) ? FULL : this;
        };
    }
}
