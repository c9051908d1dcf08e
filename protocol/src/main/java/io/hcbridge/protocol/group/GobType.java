/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.group;

import io.hcbridge.protocol.ProtocolException;

/** The basic types of gob that packets use, and their numbers. */
enum GobType {
    BOOL(1),
    BYTES(5),
    TEXT(6);

    private final int number;

    GobType(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static GobType of(long number) throws ProtocolException {
        for (GobType type : values()) {
            if (type.number == number) {
                return type;
            }
        }
        throw new ProtocolException("gob type: " + number + " must be 1, 5 or 6 (bool, bytes or text)");
    }

    /** Returns whether gob leaves a field with this value out. */
    boolean isZero(Object value) {
        return switch (this) {
            case BOOL -> value.equals(false);
            case BYTES -> ((byte[]) value).length == 0;
            case TEXT -> value.equals("");
        };
    }

    Object zero() {
        return switch (this) {
            case BOOL -> false;
            case BYTES -> new byte[0];
            case TEXT -> "";
        };
    }

    void write(GobWriter writer, Object value) {
        switch (this) {
            case BOOL -> writer.unsigned((boolean) value ? 1 : 0);
            case BYTES -> writer.bytes((byte[]) value);
            case TEXT -> writer.text((String) value);
        }
    }

    Object read(GobReader reader) throws ProtocolException {
        return switch (this) {
            case BOOL -> reader.bool();
            case BYTES -> reader.bytes();
            case TEXT -> reader.text();
        };
    }
}
