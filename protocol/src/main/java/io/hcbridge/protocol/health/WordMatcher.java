/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.health;

/**
 * Compares UTF-8 bytes, one at a time, with one word that may have white space before and after it. Stores no bytes.
 */
final class WordMatcher {
    private final byte[] word;

    private int matched;
    /** The bytes of an incomplete white space character, the first byte in the highest position; 0 if there is none. */
    private int partial;

    private boolean mismatch;

    WordMatcher(byte[] word) {
        this.word = word;
    }

    void feed(byte b) {
        if (mismatch) {
            return;
        }
        if (partial != 0 || b < 0) {
            feedWide(partial << 8 | (b & 0xFF));
        } else if (WhiteSpace.is(b)) {
            space();
        } else if (matched < word.length && b == word[matched]) {
            matched++;
        } else {
            mismatch = true;
        }
    }

    /** Returns whether the bytes so far are the word. More bytes can change that. */
    boolean isMatch() {
        return !mismatch && partial == 0 && matched == word.length;
    }

    /** Returns whether the bytes cannot become the word any more. */
    boolean isMismatch() {
        return mismatch;
    }

    private void space() {
        mismatch = matched > 0 && matched < word.length;
    }

    private void feedWide(int bytes) {
        partial = 0;
        switch (bytes) {
            case 0xC2, 0xE1, 0xE19A, 0xE2, 0xE280, 0xE281, 0xE3, 0xE380 -> partial = bytes;
            case 0xC285, 0xC2A0 -> space();
            default -> {
                mismatch = bytes >> 16 == 0 || !WhiteSpace.is(threeByteCharacter(bytes));
                if (!mismatch) {
                    space();
                }
            }
        }
    }

    private static int threeByteCharacter(int bytes) {
        boolean continued = (bytes & 0xC0C0) == 0x8080;
        return continued ? (bytes >> 16 & 0x0F) << 12 | (bytes >> 8 & 0x3F) << 6 | (bytes & 0x3F) : -1;
    }
}
