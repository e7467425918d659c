package dev.posthaste.intake.postgres;

import dev.posthaste.blob.BlobHash;
import dev.posthaste.blob.StagedBlob;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.TenantId;
import dev.posthaste.intake.Acceptance;
import dev.posthaste.intake.SubmitResult;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns a group into the arrays that {@link LedgerSql} unnests. */
final class GroupRows {

    private final List<Acceptance> group;

    GroupRows(List<Acceptance> group) {
        this.group = group;
    }

    /** A delivery with the acceptance that it belongs to. */
    private record Arrived(Acceptance of, Acceptance.Delivery delivery) {
        long size() {
            return delivery.prefix().length + of.blob().size();
        }
    }

    private record FolderKey(AccountId account, FolderId folder) {}

    /** What a mailbox, a folder or a blob gets in all. */
    private static final class Sum {
        private long octets;
        private int count;
    }

    private record BlobKey(TenantId tenant, BlobHash hash) {}

    private record Submitted(Acceptance of, Acceptance.Submission submission) {}

    private record Row(Submitted email, int number, Acceptance.Addressed recipient) {}

    boolean hasSubmissions() {
        return group.stream().anyMatch(a -> a.submission().isPresent());
    }

    /** The parameter of {@link LedgerSql#LOCK}. */
    Tuple accounts() {
        UUID[] accounts = arrivals().stream()
                .map(arrived -> arrived.delivery().account().id().value())
                .distinct()
                .toArray(UUID[]::new);
        return Tuple.tuple().addArrayOfUUID(accounts);
    }

    /** The parameters of {@link LedgerSql#DELIVERIES_ONLY} or {@link LedgerSql#WITH_SUBMISSIONS}. */
    Tuple parameters() {
        List<Arrived> arrivals = arrivals();
        Tuple tuple = Tuple.tuple();
        addSums(tuple, arrivals);
        addDeliveries(tuple, arrivals);
        addBlobs(tuple, arrivals);
        if (hasSubmissions()) {
            tuple.addOffsetDateTime(utc(group.getFirst().at()));
            addSubmissions(tuple);
        }
        return tuple;
    }

    /** A large blob whose chunks another tenant needs as well. */
    record Copy(StagedBlob.Chunked blob, TenantId to) {}

    /** Chunks that have to be copied first: a message of one upload for accounts of several tenants. */
    List<Copy> copies() {
        List<Copy> copies = new ArrayList<>();
        for (Acceptance acceptance : group) {
            if (acceptance.blob() instanceof StagedBlob.Chunked blob) {
                acceptance.deliveries().stream()
                        .map(delivery -> delivery.account().tenant())
                        .filter(tenant -> !tenant.equals(blob.tenant()))
                        .distinct()
                        .forEach(to -> copies.add(new Copy(blob, to)));
            }
        }
        return copies;
    }

    private List<Arrived> arrivals() {
        List<Arrived> arrivals = new ArrayList<>();
        for (Acceptance acceptance : group) {
            for (Acceptance.Delivery delivery : acceptance.deliveries()) {
                arrivals.add(new Arrived(acceptance, delivery));
            }
        }
        return arrivals;
    }

    private static void addSums(Tuple tuple, List<Arrived> arrivals) {
        Map<AccountId, Sum> accounts = new LinkedHashMap<>();
        Map<FolderKey, Sum> folders = new LinkedHashMap<>();
        for (Arrived arrived : arrivals) {
            AccountId account = arrived.delivery().account().id();
            FolderKey folder = new FolderKey(account, arrived.delivery().folder());
            add(accounts.computeIfAbsent(account, first -> new Sum()), arrived.size());
            add(folders.computeIfAbsent(folder, first -> new Sum()), arrived.size());
        }
        tuple.addArrayOfUUID(uuids(accounts.keySet(), AccountId::value));
        tuple.addArrayOfLong(longs(accounts.values(), sum -> sum.octets));
        tuple.addArrayOfLong(longs(accounts.values(), sum -> (long) sum.count));
        tuple.addArrayOfUUID(uuids(folders.keySet(), key -> key.account().value()));
        tuple.addArrayOfUUID(uuids(folders.keySet(), key -> key.folder().value()));
        tuple.addArrayOfLong(longs(folders.values(), sum -> (long) sum.count));
    }

    private static void add(Sum sum, long octets) {
        sum.octets += octets;
        sum.count++;
    }

    private static void addDeliveries(Tuple tuple, List<Arrived> arrivals) {
        tuple.addArrayOfUUID(uuids(arrivals, a -> a.delivery().account().id().value()));
        tuple.addArrayOfUUID(uuids(arrivals, a -> a.delivery().folder().value()));
        tuple.addArrayOfUUID(uuids(arrivals, a -> a.delivery().id().value()));
        tuple.addArrayOfUUID(
                uuids(arrivals, a -> a.delivery().account().tenant().value()));
        tuple.addArrayOfBuffer(buffers(arrivals, a -> a.of().blob().hash().octets()));
        tuple.addArrayOfLong(longs(arrivals, Arrived::size));
        tuple.addArrayOfLong(longs(arrivals, a -> a.delivery().flags()));
        tuple.addArrayOfOffsetDateTime(
                arrivals.stream().map(a -> utc(a.delivery().internalDate())).toArray(OffsetDateTime[]::new));
        tuple.addArrayOfUUID(uuids(arrivals, a -> a.of().email().value()));
        tuple.addArrayOfBuffer(buffers(arrivals, a -> a.delivery().prefix()));
    }

    private void addBlobs(Tuple tuple, List<Arrived> arrivals) {
        List<Map.Entry<BlobKey, Acceptance>> rows =
                new ArrayList<>(blobs(arrivals).entrySet());
        tuple.addArrayOfUUID(uuids(rows, row -> row.getKey().tenant().value()));
        tuple.addArrayOfBuffer(buffers(rows, row -> row.getKey().hash().octets()));
        tuple.addArrayOfLong(longs(rows, row -> row.getValue().blob().size()));
        tuple.addArrayOfUUID(uuids(rows, row -> upload(row.getValue().blob())));
        tuple.addArrayOfBuffer(buffers(rows, row -> row.getValue().contents().structure()));
        tuple.addArrayOfString(strings(rows, row -> row.getValue().contents().preview()));
        tuple.addArrayOfString(strings(rows, row -> row.getValue().contents().searchText()));
        tuple.addArrayOfBoolean(rows.stream()
                .map(row -> row.getValue().contents().completeness() == Acceptance.Completeness.CUT)
                .toArray(Boolean[]::new));
        tuple.addArrayOfBuffer(
                rows.stream().map(row -> inline(row.getValue().blob())).toArray(Buffer[]::new));
    }

    private Map<BlobKey, Acceptance> blobs(List<Arrived> arrivals) {
        Map<BlobKey, Acceptance> rows = new LinkedHashMap<>();
        for (Arrived arrived : arrivals) {
            refer(rows, arrived.delivery().account().tenant(), arrived.of());
        }
        for (Acceptance acceptance : group) {
            acceptance
                    .submission()
                    .filter(GroupRows::isQueued)
                    .ifPresent(submission -> refer(rows, submission.tenant(), acceptance));
        }
        return rows;
    }

    /** Whether somebody waits for the bytes: only then the email refers to its blob. */
    private static boolean isQueued(Acceptance.Submission submission) {
        return submission.recipients().stream()
                .anyMatch(recipient -> recipient.status() == SubmitResult.FirstStatus.QUEUED);
    }

    private static void refer(Map<BlobKey, Acceptance> rows, TenantId tenant, Acceptance acceptance) {
        BlobKey key = new BlobKey(tenant, acceptance.blob().hash());
        rows.putIfAbsent(key, acceptance);
    }

    private void addSubmissions(Tuple tuple) {
        List<Submitted> emails = group.stream()
                .flatMap(a -> a.submission().stream().map(submission -> new Submitted(a, submission)))
                .toList();
        addEmails(tuple, emails);
        addRecipients(tuple, emails);
        addPromises(tuple, emails);
        tuple.addArrayOfBoolean(
                emails.stream().map(e -> !isQueued(e.submission())).toArray(Boolean[]::new));
    }

    private static void addEmails(Tuple tuple, List<Submitted> emails) {
        tuple.addArrayOfUUID(uuids(emails, e -> e.submission().tenant().value()));
        tuple.addArrayOfUUID(uuids(emails, e -> e.of().email().value()));
        tuple.addArrayOfString(strings(emails, e -> e.submission().entrance()));
        tuple.addArrayOfUUID(uuids(
                emails, e -> e.submission().account().map(AccountId::value).orElse(null)));
        tuple.addArrayOfString(strings(emails, e -> e.submission().reversePath()));
        tuple.addArrayOfString(strings(emails, e -> e.submission().headline().from()));
        tuple.addArrayOfString(strings(emails, e -> e.submission().headline().subject()));
        tuple.addArrayOfString(strings(emails, e -> e.submission().headline().messageId()));
        tuple.addArrayOfBuffer(buffers(emails, e -> e.of().blob().hash().octets()));
        tuple.addArrayOfLong(longs(emails, e -> e.of().blob().size()));
        tuple.addArrayOfBuffer(buffers(emails, e -> e.of().prefix()));
        tuple.addArrayOfBoolean(emails.stream()
                .map(e -> e.submission().transport() == Acceptance.Transport.UTF8)
                .toArray(Boolean[]::new));
        tuple.addArrayOfString(
                strings(emails, e -> new JsonArray(e.submission().labels().tags()).encode()));
        tuple.addArrayOfString(strings(
                emails,
                e -> new JsonObject(new LinkedHashMap<>(e.submission().labels().metadata())).encode()));
    }

    private static void addRecipients(Tuple tuple, List<Submitted> emails) {
        List<Row> rows = new ArrayList<>();
        for (Submitted email : emails) {
            List<Acceptance.Addressed> recipients = email.submission().recipients();
            for (int n = 0; n < recipients.size(); n++) {
                rows.add(new Row(email, n, recipients.get(n)));
            }
        }
        tuple.addArrayOfUUID(uuids(rows, r -> r.email().submission().tenant().value()));
        tuple.addArrayOfUUID(uuids(rows, r -> r.email().of().email().value()));
        tuple.addArrayOfInteger(rows.stream().map(Row::number).toArray(Integer[]::new));
        tuple.addArrayOfString(strings(rows, r -> r.recipient().address().toString()));
        tuple.addArrayOfString(strings(rows, r -> lower(r.recipient().role())));
        tuple.addArrayOfString(
                strings(rows, r -> r.recipient().address().domain().ascii()));
        tuple.addArrayOfString(strings(rows, r -> lower(r.recipient().status())));
        tuple.addArrayOfString(strings(rows, r -> r.recipient().reason()));
        tuple.addArrayOfUUID(
                uuids(rows, r -> r.recipient().account().map(AccountId::value).orElse(null)));
    }

    private static void addPromises(Tuple tuple, List<Submitted> emails) {
        List<Submitted> promised = emails.stream()
                .filter(e -> e.submission().idempotency().isPresent())
                .toList();
        tuple.addArrayOfUUID(uuids(promised, e -> e.submission().tenant().value()));
        tuple.addArrayOfString(strings(
                promised, e -> e.submission().idempotency().orElseThrow().scope()));
        tuple.addArrayOfString(strings(
                promised, e -> e.submission().idempotency().orElseThrow().key()));
        tuple.addArrayOfBuffer(buffers(
                promised, e -> e.submission().idempotency().orElseThrow().fingerprint()));
        tuple.addArrayOfUUID(uuids(promised, e -> e.of().email().value()));
    }

    private static @Nullable UUID upload(StagedBlob blob) {
        return switch (blob) {
            case StagedBlob.Inline inline -> null;
            case StagedBlob.Chunked(BlobHash hash, long size, TenantId tenant, UUID upload) -> upload;
        };
    }

    private static @Nullable Buffer inline(StagedBlob blob) {
        return switch (blob) {
            case StagedBlob.Inline(BlobHash hash, byte[] bytes) -> wrapped(bytes);
            case StagedBlob.Chunked chunked -> null;
        };
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static <T> UUID[] uuids(Iterable<T> rows, Function<T, @Nullable UUID> column) {
        List<@Nullable UUID> values = new ArrayList<>();
        rows.forEach(row -> values.add(column.apply(row)));
        return values.toArray(new UUID[0]);
    }

    private static <T> Long[] longs(Iterable<T> rows, Function<T, Long> column) {
        List<Long> values = new ArrayList<>();
        rows.forEach(row -> values.add(column.apply(row)));
        return values.toArray(new Long[0]);
    }

    private static <T> String[] strings(List<T> rows, Function<T, String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }

    private static <T> Buffer[] buffers(List<T> rows, Function<T, byte[]> column) {
        return rows.stream().map(column).map(GroupRows::wrapped).toArray(Buffer[]::new);
    }

    /** Without a copy: nobody changes the octets of an acceptance. */
    private static Buffer wrapped(byte[] octets) {
        return BufferImpl.buffer(Unpooled.wrappedBuffer(octets));
    }
}
