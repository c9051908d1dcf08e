/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.exceptions.ParserException;
import org.snakeyaml.engine.v2.parser.Parser;

/**
 * Rejects nesting that is deeper, and files that have more values, than any configuration. The composer is recursive, and its stack would
 * overflow. Its result takes some hundred bytes for each value, and a running bridge must survive a wrong file.
 */
final class YamlLimits implements Parser {
    static final int MAX_DEPTH = 10;
    /** Maximum number of keys, values, lists and mappings. */
    static final int MAX_VALUES = 200_000;

    private final Parser parser;
    private int depth;
    private int values;

    YamlLimits(Parser parser) {
        this.parser = parser;
    }

    @Override
    public boolean checkEvent(Event.ID id) {
        return parser.checkEvent(id);
    }

    @Override
    public Event peekEvent() {
        return parser.peekEvent();
    }

    @Override
    public boolean hasNext() {
        return parser.hasNext();
    }

    @Override
    public Event next() {
        Event event = parser.next();
        if (event instanceof CollectionStartEvent) {
            depth++;
        } else if (event instanceof CollectionEndEvent) {
            depth--;
        }
        if (event instanceof NodeEvent && ++values > MAX_VALUES) {
            throw new ParserException("more than " + MAX_VALUES + " keys and values", event.getStartMark());
        }
        if (depth > MAX_DEPTH) {
            throw new ParserException("nested deeper than " + MAX_DEPTH + " levels", event.getStartMark());
        }
        return event;
    }
}
