/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.group;

import io.hcbridge.protocol.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/**
 * A struct type of Go, and the gob stream of one value: a message that defines the type, then a message with the value.
 *
 * <p>A definition is a value itself, of the types {@code wireType}, {@code structType}, {@code CommonType} and {@code fieldType} of Go's
 * package. Each field of a struct is preceded by the distance from the last field, and a struct ends with 0. Fields with the value zero
 * are left out.
 *
 * @param name name of the type; Go ignores it when it reads
 */
record GobStruct(String name, List<GobField> fields) {
    /** A field of the struct. */
    record GobField(String name, GobType type) {}

    /** The number of the first type that a Go program defines. A Go program that has sent other types uses another number. */
    private static final long FIRST_TYPE = 64;

    /** Distance to {@code wireType.StructT} from the start. */
    private static final int STRUCT_TYPE = 3;

    private static final int MAX_FIELDS = 8;
    private static final int NEXT = 1;
    private static final int END = 0;

    GobStruct {
        fields = List.copyOf(fields);
    }

    /** Returns the stream of a value, whose fields are in the order of the type. */
    byte[] write(List<?> values) {
        GobWriter value = new GobWriter().signed(FIRST_TYPE);
        int last = -1;
        for (int i = 0; i < fields.size(); i++) {
            if (!fields.get(i).type().isZero(values.get(i))) {
                value.unsigned(i - last);
                fields.get(i).type().write(value, values.get(i));
                last = i;
            }
        }
        value.unsigned(END);
        return new GobWriter().bytes(definition()).bytes(value.toBytes()).toBytes();
    }

    /**
     * Reads the stream of one value.
     *
     * @param accepted types of the value; its fields must be those of one of them
     * @return the values of the fields, in the order of the type
     */
    static List<Object> read(byte[] stream, List<GobStruct> accepted) throws ProtocolException {
        GobReader in = new GobReader(stream);
        GobReader definition = in.part();
        long number = Math.negateExact(Math.max(definition.signed(), -Long.MAX_VALUE));
        if (number < FIRST_TYPE) {
            throw new ProtocolException("gob type: " + number + " must be at least " + FIRST_TYPE);
        }
        List<GobField> fields = readDefinition(definition, number);
        GobReader value = in.part();
        in.expectEnd("packet");
        for (GobStruct type : accepted) {
            if (type.fields.equals(fields)) {
                return type.readValue(value, number);
            }
        }
        throw new ProtocolException("gob type: the fields must be " + accepted.get(accepted.size() - 1).fields);
    }

    private static List<GobField> readDefinition(GobReader in, long number) throws ProtocolException {
        in.expect(STRUCT_TYPE, "kind of type");
        in.expect(NEXT, "common part");
        in.expect(NEXT, "name");
        in.text();
        in.expect(NEXT, "number");
        expectNumber(in, number);
        in.expect(END, "end of the common part");
        in.expect(NEXT, "fields");
        int count = in.expectAtMost(MAX_FIELDS);
        List<GobField> fields = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            in.expect(NEXT, "name of a field");
            String name = in.text();
            in.expect(NEXT, "type of a field");
            fields.add(new GobField(name, GobType.of(in.signed())));
            in.expect(END, "end of a field");
        }
        in.expect(END, "end of the struct");
        in.expect(END, "end of the type");
        in.expectEnd("type");
        return fields;
    }

    private List<Object> readValue(GobReader in, long number) throws ProtocolException {
        expectNumber(in, number);
        List<Object> values = new ArrayList<>();
        for (GobField field : fields) {
            values.add(field.type().zero());
        }
        int i = -1;
        for (int distance = in.expectAtMost(fields.size());
                distance != END;
                distance = in.expectAtMost(fields.size())) {
            i += distance;
            if (i >= fields.size()) {
                throw new ProtocolException("gob field: " + i + " must be less than " + fields.size());
            }
            values.set(i, fields.get(i).type().read(in));
        }
        in.expectEnd("value");
        return values;
    }

    private static void expectNumber(GobReader in, long number) throws ProtocolException {
        long found = in.signed();
        if (found != number) {
            throw new ProtocolException("gob type: " + found + " must be " + number);
        }
    }

    private byte[] definition() {
        GobWriter type = new GobWriter()
                .signed(-FIRST_TYPE)
                .unsigned(STRUCT_TYPE)
                .unsigned(NEXT)
                .unsigned(NEXT)
                .text(name)
                .unsigned(NEXT)
                .signed(FIRST_TYPE)
                .unsigned(END)
                .unsigned(NEXT)
                .unsigned(fields.size());
        for (GobField field : fields) {
            type.unsigned(NEXT)
                    .text(field.name())
                    .unsigned(NEXT)
                    .signed(field.type().number())
                    .unsigned(END);
        }
        return type.unsigned(END).unsigned(END).toBytes();
    }
}
