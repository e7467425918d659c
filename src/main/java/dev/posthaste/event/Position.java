package dev.posthaste.event;

import java.util.Optional;

/**
 * Where an event stands in the log. A later event of the same subject has a higher position, and once a reader has been
 * given an event, no event with a lower position appears. Positions are not dense: transactions that were rolled back leave
 * gaps, and a restored database skips some 2⁴⁰. Unique within a database and never given out twice by it.
 *
 * @param value 0 before the first event
 */
public record Position(long value) implements Comparable<Position> {

    /** Before every event. */
    public static final Position START = new Position(0);

    /** 2⁶³ - 1 in decimal. */
    private static final int MAX_DIGITS = 19;

    /** Must not be negative. */
    public Position {
        if (value < 0) {
            throw new IllegalArgumentException("position " + value);
        }
    }

    /** Reads what {@link #toString} wrote, and nothing else: no sign, no leading zero. */
    public static Optional<Position> parse(String text) {
        if (text.length() > MAX_DIGITS || !text.matches("0|[1-9][0-9]*")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Position(Long.parseLong(text)));
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(Position other) {
        return Long.compare(value, other.value);
    }

    /** In decimal. */
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
