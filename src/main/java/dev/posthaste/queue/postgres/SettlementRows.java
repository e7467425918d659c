package dev.posthaste.queue.postgres;

import dev.posthaste.queue.AttemptResult;
import dev.posthaste.queue.Cause;
import dev.posthaste.queue.Contact;
import dev.posthaste.queue.Evidence;
import dev.posthaste.queue.Lease;
import dev.posthaste.queue.Outcome;
import dev.posthaste.queue.Settlement;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns settlements into the arrays that {@link QueueSql} unnests. */
final class SettlementRows {

    private final List<Settlement> settlements;

    SettlementRows(List<Settlement> settlements) {
        this.settlements = settlements;
    }

    /** The parameters of {@link QueueSql#LOCK_RECIPIENTS}. */
    static Tuple keys(List<Lease> leases) {
        return Tuple.tuple()
                .addArrayOfShort(buckets(leases))
                .addArrayOfUUID(uuids(leases, lease -> lease.item().email().value()))
                .addArrayOfInteger(leases.stream().map(Lease::number).toArray(Integer[]::new));
    }

    /** Parameters $1 to $5 of {@link QueueSql#RENEW} and {@link QueueSql#GIVE_BACK}. */
    static Tuple leases(List<Lease> leases, Instant time) {
        return keys(leases).addArrayOfUUID(uuids(leases, Lease::token)).addOffsetDateTime(utc(time));
    }

    /** The parameters of {@link QueueSql#LOCK_RECIPIENTS}. */
    Tuple keys() {
        return keys(leases());
    }

    /** Parameters $1 and $2 of {@link QueueSql#LOCK_EMAILS} and {@link QueueSql#RELEASE}. */
    Tuple emails() {
        List<Lease> leases = leases();
        return Tuple.tuple()
                .addArrayOfShort(buckets(leases))
                .addArrayOfUUID(uuids(leases, lease -> lease.item().email().value()));
    }

    /** The parameters of {@link QueueSql#SETTLE}. */
    Tuple parameters(Instant now) {
        return leases(leases(), now)
                .addArrayOfInteger(integers(s -> s.result().number()))
                .addArrayOfOffsetDateTime(times(s -> s.result().startedAt()))
                .addArrayOfOffsetDateTime(times(s -> s.result().finishedAt()))
                .addArrayOfString(strings(SettlementRows::status))
                .addArrayOfString(strings(s -> outcome(s.result().outcome())))
                .addArrayOfOffsetDateTime(times(SettlementRows::nextAttempt))
                .addArrayOfString(strings(s -> host(s.result().contact())))
                .addArrayOfString(strings(s -> tls(s.result().contact())))
                .addArrayOfInteger(integers(s -> code(evidence(s.result()))))
                .addArrayOfString(strings(s -> enhanced(s.result().outcome())))
                .addArrayOfString(strings(s -> stored(evidence(s.result()).text())));
    }

    static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    private List<Lease> leases() {
        return settlements.stream()
                .map(settlement -> settlement.result().lease())
                .toList();
    }

    private static String status(Settlement settlement) {
        return switch (settlement) {
            case Settlement.Delivered delivered -> "delivered";
            case Settlement.Deferred deferred -> "deferred";
            case Settlement.Bounced bounced -> "bounced";
            case Settlement.Expired expired -> "expired";
        };
    }

    private static @Nullable Instant nextAttempt(Settlement settlement) {
        return switch (settlement) {
            case Settlement.Deferred deferred -> deferred.nextAttempt();
            case Settlement.Delivered delivered -> null;
            case Settlement.Bounced bounced -> null;
            case Settlement.Expired expired -> null;
        };
    }

    private static String outcome(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered delivered -> "delivered";
            case Outcome.Deferred deferred -> "deferred";
            case Outcome.Failed failed -> "failed";
        };
    }

    private static @Nullable String enhanced(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered delivered -> null;
            case Outcome.Deferred(Cause cause) -> cause.status().text();
            case Outcome.Failed(Cause cause) -> cause.status().text();
        };
    }

    private static Evidence evidence(AttemptResult result) {
        return switch (result.outcome()) {
            case Outcome.Delivered(Evidence.Replied reply) -> reply;
            case Outcome.Deferred(Cause cause) -> cause.evidence();
            case Outcome.Failed(Cause cause) -> cause.evidence();
        };
    }

    private static @Nullable Integer code(Evidence evidence) {
        return switch (evidence) {
            case Evidence.Replied replied -> replied.code();
            case Evidence.Observed observed -> null;
        };
    }

    private static @Nullable String host(Contact contact) {
        return switch (contact) {
            case Contact.None none -> null;
            case Contact.Host host -> host.host();
        };
    }

    private static @Nullable String tls(Contact contact) {
        return switch (contact) {
            case Contact.None none -> null;
            case Contact.Host(String host, Contact.Security security) -> version(security);
        };
    }

    private static @Nullable String version(Contact.Security security) {
        return switch (security) {
            case Contact.Security.Plaintext plaintext -> null;
            case Contact.Security.Tls(String version) -> version;
        };
    }

    // PostgreSQL's text holds every character but this one.
    private static String stored(String text) {
        return text.replace('\0', '?');
    }

    private Integer[] integers(Function<Settlement, @Nullable Integer> column) {
        return settlements.stream().map(column).toArray(Integer[]::new);
    }

    private String[] strings(Function<Settlement, @Nullable String> column) {
        return settlements.stream().map(column).toArray(String[]::new);
    }

    private OffsetDateTime[] times(Function<Settlement, @Nullable Instant> column) {
        return settlements.stream().map(column).map(SettlementRows::utcOrNull).toArray(OffsetDateTime[]::new);
    }

    private static @Nullable OffsetDateTime utcOrNull(@Nullable Instant time) {
        return time == null ? null : utc(time);
    }

    private static Short[] buckets(List<Lease> leases) {
        return leases.stream()
                .map(lease -> (short) lease.item().email().bucket())
                .toArray(Short[]::new);
    }

    private static UUID[] uuids(List<Lease> leases, Function<Lease, UUID> column) {
        return leases.stream().map(column).toArray(UUID[]::new);
    }
}
