package dev.posthaste.smtp.wire;

import java.util.EnumSet;
import java.util.Set;

/** Collects the quirks of one line. Most lines have none, so nothing is allocated for them. */
final class Quirks {

    private Set<Quirk> used = Set.of();

    void add(Quirk quirk) {
        EnumSet<Quirk> more = EnumSet.of(quirk);
        more.addAll(used);
        used = more;
    }

    Set<Quirk> used() {
        return used;
    }
}
