package dev.posthaste.queue;

import dev.posthaste.address.DomainName;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The queue in a list, for tests of everything that needs one. Not thread-safe. */
public final class InMemoryQueueStore implements QueueStore {

    private static final class Row {
        final Item item;
        final int number;
        final EmailAddress recipient;
        final List<String> history = new ArrayList<>();
        String status = "queued";
        Optional<AccountId> account = Optional.empty();
        int attempts;
        Instant next;
        UUID lease = new UUID(0, 0);
        Instant leasedUntil = Instant.MIN;

        Row(Item item, int number, EmailAddress recipient) {
            this.item = item;
            this.number = number;
            this.recipient = recipient;
            this.next = item.acceptedAt();
        }

        boolean isQueued() {
            return next != null;
        }
    }

    private final List<Row> rows = new ArrayList<>();
    private long tokens;

    /** Puts an email in. */
    public void accept(Item item, List<EmailAddress> recipients) {
        for (int n = 0; n < recipients.size(); n++) {
            rows.add(new Row(item, n, recipients.get(n)));
        }
    }

    /** Puts an email in whose recipients wait until then; each may be an account of this server. */
    public void schedule(Item item, List<EmailAddress> recipients, Instant availableAt, Optional<AccountId> account) {
        accept(item, recipients);
        rows.stream().filter(row -> row.item.equals(item)).forEach(row -> {
            row.status = "scheduled";
            row.next = availableAt;
            row.account = account;
        });
    }

    /** Where a recipient stands: status, attempts, then each attempt's outcome. */
    public QueueStoreContract.Standing standing(EmailId email, int number) {
        Row row = rows.stream()
                .filter(r -> r.item.email().equals(email) && r.number == number)
                .findFirst()
                .orElseThrow();
        return new QueueStoreContract.Standing(row.status, row.attempts, List.copyOf(row.history));
    }

    /** Whether a recipient of the email is still in the queue. */
    public boolean holdsBlobOf(EmailId email) {
        return rows.stream().anyMatch(row -> row.item.email().equals(email) && row.isQueued());
    }

    @Override
    public Uni<List<Lease>> lease(LeaseRequest request) {
        return Uni.createFrom().item(() -> leaseNow(request));
    }

    @Override
    public Uni<List<Lease>> renew(List<Lease> leases, Instant until) {
        return Uni.createFrom().item(() -> {
            held(leases).forEach(row -> {
                row.next = until;
                row.leasedUntil = until;
            });
            return leases.stream()
                    .filter(lease -> !held(List.of(lease)).isEmpty())
                    .toList();
        });
    }

    @Override
    public Uni<Void> giveBack(List<Lease> leases, Instant now) {
        return Uni.createFrom()
                .voidItem()
                .invoke(() -> held(leases).forEach(row -> {
                    row.next = now;
                    row.lease = new UUID(0, 0);
                    row.leasedUntil = Instant.MIN;
                }));
    }

    @Override
    public Uni<Void> settle(List<Settlement> settlements, Instant now) {
        return Uni.createFrom().voidItem().invoke(() -> settlements.forEach(this::settleNow));
    }

    @Override
    public Uni<Integer> cancel(TenantId tenant, EmailId email, Instant now) {
        return Uni.createFrom().item(() -> {
            List<Row> open = rows.stream()
                    .filter(row -> row.item.tenant().equals(tenant)
                            && row.item.email().equals(email)
                            && row.isQueued()
                            && !row.leasedUntil.isAfter(now))
                    .toList();
            open.forEach(row -> {
                row.status = "cancelled";
                row.next = null;
                row.lease = new UUID(0, 0);
            });
            return open.size();
        });
    }

    private List<Lease> leaseNow(LeaseRequest request) {
        UUID token = new UUID(9, ++tokens);
        Map<DomainName, Integer> shares = new HashMap<>();
        List<Lease> leases = new ArrayList<>();
        List<Row> due = rows.stream()
                .filter(row -> row.isQueued() && !row.next.isAfter(request.now()))
                .filter(row -> isOf(request.of(), row.recipient.domain()))
                .sorted(Comparator.comparing(row -> row.next))
                .toList();
        for (Row row : due) {
            int before = shares.getOrDefault(row.recipient.domain(), 0);
            if (leases.size() < request.most() && before < request.share()) {
                shares.put(row.recipient.domain(), before + 1);
                row.next = request.until();
                row.leasedUntil = request.until();
                row.lease = token;
                leases.add(new Lease(
                        token, row.item, row.number, row.recipient, row.recipient.domain(), row.attempts, row.account));
            }
        }
        return leases;
    }

    private static boolean isOf(LeaseRequest.Destinations destinations, DomainName name) {
        return switch (destinations) {
            case LeaseRequest.Destinations.AllBut(java.util.Set<DomainName> names) -> !names.contains(name);
            case LeaseRequest.Destinations.Only(java.util.Set<DomainName> names) -> names.contains(name);
        };
    }

    private void settleNow(Settlement settlement) {
        for (Row row : held(List.of(settlement.result().lease()))) {
            row.lease = new UUID(0, 0);
            row.leasedUntil = Instant.MIN;
            row.attempts = settlement.result().number();
            row.history.add(
                    settlement.result().outcome().getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT));
            row.status = settlement.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
            row.next = settlement instanceof Settlement.Deferred deferred ? deferred.nextAttempt() : null;
        }
    }

    private List<Row> held(List<Lease> leases) {
        return rows.stream()
                .filter(row -> row.isQueued()
                        && leases.stream()
                                .anyMatch(lease -> lease.item().email().equals(row.item.email())
                                        && lease.number() == row.number
                                        && lease.token().equals(row.lease)))
                .toList();
    }
}
