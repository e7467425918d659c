package dev.posthaste.smtp.server;

import dev.posthaste.smtp.wire.Quirk;
import dev.posthaste.smtp.wire.Severity;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** What is counted of a port. */
final class Meters {

    private final Map<Severity, Counter> messages = new EnumMap<>(Severity.class);
    private final Map<Quirk, Counter> quirks = new EnumMap<>(Quirk.class);

    Meters(MeterRegistry registry, Service service) {
        for (Severity severity : Severity.values()) {
            messages.put(
                    severity,
                    registry.counter("posthaste.smtp.messages", "service", service.name(), "reply", severity.name()));
        }
        for (Quirk quirk : Quirk.values()) {
            quirks.put(
                    quirk, registry.counter("posthaste.smtp.quirks", "service", service.name(), "quirk", quirk.name()));
        }
    }

    /** A message got its reply. */
    void message(Severity reply) {
        count(messages, reply);
    }

    /** A departure from the grammar was overlooked. */
    void quirk(Quirk quirk) {
        count(quirks, quirk);
    }

    private static <K> void count(Map<K, Counter> counters, K key) {
        Objects.requireNonNull(counters.get(key)).increment();
    }
}
