package dev.posthaste.account;

import java.util.List;
import java.util.Optional;

/**
 * Some rows of a list in the order of their ids, oldest first, and where the next page begins.
 *
 * @param next the id after which the next page begins, in the text form of the listed ids; empty on the last page
 */
public record Page<T>(List<T> items, Optional<String> next) {
    /** Keeps its own copy of the items. */
    public Page {
        items = List.copyOf(items);
    }

    /** Which page is asked for. */
    public record Request(int size, Optional<String> after) {
        /** Default and upper limit of a page's size. */
        public static final int DEFAULT_SIZE = 50;

        /** No page is longer. */
        public static final int MAX_SIZE = 500;

        /** The size must be between 1 and {@link #MAX_SIZE}. */
        public Request {
            if (size < 1 || size > MAX_SIZE) {
                throw new IllegalArgumentException("page size " + size);
            }
        }

        /** The first page in the default size. */
        public static Request first() {
            return new Request(DEFAULT_SIZE, Optional.empty());
        }
    }
}
