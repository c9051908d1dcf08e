/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.eosio;

/**
 * How far a chain may be behind or ahead.
 *
 * @param blocks as the request has it; a block is half a second. A negative number tolerates nothing, not even a difference of 0
 * @param generation what the number means
 */
public record BlockTolerance(int blocks, Generation generation) {
    /** What counts where a request has no number, or one that cannot be read. */
    public static final int DEFAULT_BLOCKS = 10;

    /** Of a request without a number. */
    public static final BlockTolerance DEFAULT = new BlockTolerance(DEFAULT_BLOCKS, Generation.LATER);

    /** The programs before and after the meaning of the number changed. */
    public enum Generation {
        /** 0.x to 1.2.0: seconds for block times, half of the number for block numbers. */
        OLDER,
        /** Later 1.2 to 1.4.6: blocks for both. */
        LATER
    }

    /** The tolerance for block times, in seconds. */
    public int seconds() {
        return generation == Generation.OLDER ? blocks : blocks / 2;
    }

    /** The tolerance for block numbers. */
    public int numbers() {
        return generation == Generation.OLDER ? blocks / 2 : blocks;
    }

    /** Reads a request's number; 10 if the text is no whole number of 32 bits. */
    static BlockTolerance parse(String text, Generation generation) {
        try {
            return new BlockTolerance(Integer.parseInt(text), generation);
        } catch (NumberFormatException e) {
            return new BlockTolerance(DEFAULT_BLOCKS, generation);
        }
    }
}
