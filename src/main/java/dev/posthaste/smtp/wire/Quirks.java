package dev.posthaste.smtp.wire;

import java.util.EnumSet;
import java.util.Set;

/** The quirks that one line made use of; mostly none, so that nothing is allocated for them. */
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
