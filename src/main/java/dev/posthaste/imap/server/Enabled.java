package dev.posthaste.imap.server;

import dev.posthaste.imap.wire.Dialect;
import java.util.HashSet;
import java.util.Set;

/**
 * What the client has enabled (RFC 5161). Each feature is consulted in one place; that of IMAP4rev2 is {@link #dialect}.
 * Nothing is disabled again before the session ends.
 */
record Enabled(Set<Feature> features) {

    /** What a session begins with. */
    static final Enabled NOTHING = new Enabled(Set.of());

    /** Keeps a copy. */
    Enabled {
        features = Set.copyOf(features);
    }

    /**
     * Something that ENABLE knows.
     *
     * @param name as the server writes it; a client may write it in any case
     */
    record Feature(String name) {
        /** RFC 9051: the dialect of the whole session. */
        static final Feature IMAP4REV2 = new Feature("IMAP4rev2");
    }

    boolean has(Feature feature) {
        return features.contains(feature);
    }

    Enabled with(Set<Feature> more) {
        Set<Feature> all = new HashSet<>(features);
        all.addAll(more);
        return new Enabled(all);
    }

    /** How names and responses are written from now on. */
    Dialect dialect() {
        return has(Feature.IMAP4REV2) ? Dialect.REV2 : Dialect.REV1;
    }
}
