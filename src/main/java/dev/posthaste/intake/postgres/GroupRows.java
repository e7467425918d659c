package dev.posthaste.intake.postgres;

import dev.posthaste.blob.BlobHash;
import dev.posthaste.blob.StagedBlob;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.TenantId;
import dev.posthaste.intake.Acceptance;
import dev.posthaste.intake.IdempotencyKey;
import dev.posthaste.intake.Summary;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns a group into the row sets that {@link LedgerSql} reads. */
final class GroupRows {

    /** What an account gets in all. */
    static final Rows<Map.Entry<AccountId, Sum>> NEEDS = Rows.<Map.Entry<AccountId, Sum>>named("needs")
            .uuid("account_id", need -> need.getKey().value())
            .int8("octets", need -> need.getValue().octets)
            .int8("messages", need -> need.getValue().count);

    /** What a folder gets in all. */
    static final Rows<Map.Entry<FolderKey, Sum>> FOLDER_NEEDS = Rows.<Map.Entry<FolderKey, Sum>>named("folder_needs")
            .uuid("account_id", need -> need.getKey().account().value())
            .uuid("folder_id", need -> need.getKey().folder().value())
            .int8("messages", need -> need.getValue().count);

    static final Rows<Arrived> DELIVERIES = Rows.<Arrived>named("deliveries")
            .uuid("account_id", a -> a.account().value())
            .uuid("folder_id", a -> a.delivery().folder().value())
            .uuid("id", a -> a.delivery().id().value())
            .uuid("tenant_id", a -> a.delivery().account().tenant().value())
            .bytes("blob_hash", a -> a.of().blob().hash().octets())
            .int8("size", Arrived::size)
            .int8("flags", a -> a.delivery().flags())
            .time("internal_date", a -> a.delivery().internalDate())
            .time("saved_at", a -> a.of().at())
            .uuid("email_id", a -> a.of().email().value())
            .bytes("prefix", a -> a.delivery().prefix());

    /** Each content once, however many accounts get it. */
    static final Rows<Acceptance> CONTENTS = Rows.<Acceptance>named("contents")
            .bytes("hash", a -> a.blob().hash().octets())
            .int8("size", a -> a.blob().size())
            .bytes("structure", a -> a.contents().structure())
            .text("preview", a -> a.contents().preview())
            .text("search_text", a -> a.contents().searchText())
            .bool("search_is_cut", a -> a.contents().completeness() == Acceptance.Completeness.CUT)
            .text("base_subject", a -> a.contents().summary().baseSubject())
            .time("sent_at", a -> a.contents().summary().sentAt().orElse(null))
            .bool("has_attachment", a -> a.contents().summary().attachments() == Summary.Attachments.SOME)
            .bytes("data", a -> inline(a.blob()));

    /** Which account gets which content. */
    static final Rows<AccountBlob> ACCOUNT_BLOBS = Rows.<AccountBlob>named("account_blobs")
            .uuid("account_id", b -> b.account().value())
            .uuid("tenant_id", b -> b.tenant().value())
            .uuid("thread_id", b -> b.of().contents().summary().thread(b.account()))
            .int8("content", AccountBlob::content);

    static final Rows<LargeBlob> LARGE_BLOBS = Rows.<LargeBlob>named("large_blobs")
            .uuid("tenant_id", b -> b.tenant().value())
            .bytes("hash", b -> b.blob().hash().octets())
            .int8("size", b -> b.blob().size())
            .uuid("upload", b -> b.blob().upload());

    static final Rows<Submitted> EMAILS = Rows.<Submitted>named("emails")
            .int2("bucket", e -> e.of().email().bucket())
            .uuid("id", e -> e.of().email().value())
            .uuid("tenant_id", e -> e.submission().tenant().value())
            .text("entrance", e -> e.submission().entrance())
            .uuid(
                    "account_id",
                    e -> e.submission().account().map(AccountId::value).orElse(null))
            .text("reverse_path", e -> e.submission().reversePath())
            .text("author_name", e -> e.submission().headline().author().name())
            .text("author_address", e -> e.submission().headline().author().address())
            .text("sender_name", e -> e.submission().headline().sender().name())
            .text("sender_address", e -> e.submission().headline().sender().address())
            .text("subject", e -> e.submission().headline().subject())
            .text("message_id", e -> e.submission().headline().messageId())
            .bytes("blob_hash", e -> e.of().blob().hash().octets())
            .int8("size", e -> e.of().blob().size())
            .bytes("prefix", e -> e.of().prefix())
            .bool("needs_utf8", e -> e.submission().transport() == Acceptance.Transport.UTF8)
            .text("tags", e -> new JsonArray(e.submission().labels().tags()).encode())
            .text(
                    "metadata",
                    e -> new JsonObject(
                                    new LinkedHashMap<>(e.submission().labels().metadata()))
                            .encode())
            .time("created_at", e -> e.of().at())
            .time("available_at", e -> e.submission().availableAt().orElse(null));

    /** The contents that somebody waits for. */
    static final Rows<QueuedBlob> QUEUED_BLOBS = Rows.<QueuedBlob>named("queued_blobs")
            .int2("bucket", b -> b.email().of().email().bucket())
            .uuid("email_id", b -> b.email().of().email().value())
            .uuid("tenant_id", b -> b.email().submission().tenant().value())
            .int8("content", QueuedBlob::content);

    static final Rows<Numbered> RECIPIENTS = Rows.<Numbered>named("recipients")
            .int2("bucket", r -> r.email().of().email().bucket())
            .uuid("email_id", r -> r.email().of().email().value())
            .int4("n", Numbered::number)
            .uuid("tenant_id", r -> r.email().submission().tenant().value())
            .text("address", r -> r.recipient().address().toString())
            .text("role", r -> lower(r.recipient().role()))
            .text("destination", r -> r.recipient().address().domain().ascii())
            .text("status", Numbered::status)
            .text("reason", r -> r.recipient().reason())
            .uuid(
                    "account_id",
                    r -> r.recipient().account().map(AccountId::value).orElse(null))
            .time("next_attempt_at", Numbered::nextAttempt)
            .time("settled_at", Numbered::settled);

    static final Rows<Keyed> KEYS = Rows.<Keyed>named("keys")
            .int2("bucket", k -> k.key().bucket(k.email().submission().tenant()))
            .uuid("tenant_id", k -> k.email().submission().tenant().value())
            .text("scope", k -> k.key().scope())
            .text("key", k -> k.key().key())
            .bytes("fingerprint", k -> k.key().fingerprint())
            .uuid("email_id", k -> k.email().of().email().value())
            .time("created_at", k -> k.email().of().at());

    private final List<Acceptance> group;

    GroupRows(List<Acceptance> group) {
        this.group = group;
    }

    /** A delivery with the acceptance that it belongs to. */
    record Arrived(Acceptance of, Acceptance.Delivery delivery) {
        AccountId account() {
            return delivery.account().id();
        }

        long size() {
            return delivery.prefix().length + of.blob().size();
        }
    }

    record FolderKey(AccountId account, FolderId folder) {}

    /** What a mailbox or a folder gets in all. */
    static final class Sum {
        private long octets;
        private long count;
    }

    /** @param content the number of its row in {@link #CONTENTS}, from 1 */
    record AccountBlob(AccountId account, TenantId tenant, Acceptance of, long content) {}

    record LargeBlob(TenantId tenant, StagedBlob.Chunked blob) {}

    record Submitted(Acceptance of, Acceptance.Submission submission) {
        boolean isQueued() {
            return submission.recipients().stream()
                    .anyMatch(recipient -> recipient.status().isWaiting());
        }
    }

    /** @param content the number of its row in {@link #CONTENTS}, from 1 */
    record QueuedBlob(Submitted email, long content) {}

    record Numbered(Submitted email, int number, Acceptance.Addressed recipient) {
        private boolean isQueued() {
            return recipient.status().isWaiting();
        }

        String status() {
            return recipient.status().word();
        }

        @Nullable
        Instant nextAttempt() {
            Instant accepted = email.of().at();
            return isQueued() ? email.submission().availableAt().orElse(accepted) : null;
        }

        @Nullable
        Instant settled() {
            return isQueued() ? null : email.of().at();
        }
    }

    record Keyed(Submitted email, IdempotencyKey key) {}

    boolean hasSubmissions() {
        return group.stream().anyMatch(a -> a.submission().isPresent());
    }

    /** The accounts that {@link LedgerSql#LOCK} takes, in the order of locks. */
    List<UUID> accounts() {
        return arrivals().stream()
                .map(arrived -> arrived.account().value())
                .distinct()
                .sorted(Comparator.comparing(UUID::toString))
                .toList();
    }

    /** The parameters of {@link LedgerSql#DELIVERIES_ONLY} or {@link LedgerSql#WITH_SUBMISSIONS}. */
    Tuple parameters() {
        List<Arrived> arrivals = arrivals();
        Contents contents = new Contents();
        List<AccountBlob> accountBlobs = accountBlobs(arrivals, contents);
        List<Submitted> emails = emails();
        List<QueuedBlob> queued = emails.stream()
                .filter(Submitted::isQueued)
                .map(email -> new QueuedBlob(email, contents.number(email.of())))
                .toList();
        Tuple tuple = Tuple.tuple();
        addSums(tuple, arrivals);
        DELIVERIES.add(tuple, arrivals);
        CONTENTS.add(tuple, contents.all);
        ACCOUNT_BLOBS.add(tuple, accountBlobs);
        LARGE_BLOBS.add(tuple, largeBlobs(accountBlobs, queued));
        if (!emails.isEmpty()) {
            EMAILS.add(tuple, emails);
            QUEUED_BLOBS.add(tuple, queued);
            RECIPIENTS.add(tuple, recipients(emails));
            KEYS.add(tuple, keys(emails));
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

    /** The contents of a group, each once, numbered from 1. */
    private static final class Contents {
        private final Map<BlobHash, Long> numbers = new LinkedHashMap<>();
        private final List<Acceptance> all = new ArrayList<>();

        long number(Acceptance acceptance) {
            return numbers.computeIfAbsent(acceptance.blob().hash(), first -> {
                all.add(acceptance);
                return (long) all.size();
            });
        }
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
            FolderKey folder =
                    new FolderKey(arrived.account(), arrived.delivery().folder());
            add(accounts.computeIfAbsent(arrived.account(), first -> new Sum()), arrived.size());
            add(folders.computeIfAbsent(folder, first -> new Sum()), arrived.size());
        }
        NEEDS.add(tuple, List.copyOf(accounts.entrySet()));
        FOLDER_NEEDS.add(tuple, List.copyOf(folders.entrySet()));
    }

    private static void add(Sum sum, long octets) {
        sum.octets += octets;
        sum.count++;
    }

    private static List<AccountBlob> accountBlobs(List<Arrived> arrivals, Contents contents) {
        record Key(AccountId account, long content) {}
        Map<Key, AccountBlob> blobs = new LinkedHashMap<>();
        for (Arrived arrived : arrivals) {
            Key key = new Key(arrived.account(), contents.number(arrived.of()));
            blobs.putIfAbsent(
                    key,
                    new AccountBlob(key.account(), arrived.delivery().account().tenant(), arrived.of(), key.content()));
        }
        return List.copyOf(blobs.values());
    }

    private static List<LargeBlob> largeBlobs(List<AccountBlob> accountBlobs, List<QueuedBlob> queued) {
        record Key(TenantId tenant, BlobHash hash) {}
        Map<Key, LargeBlob> large = new LinkedHashMap<>();
        for (AccountBlob blob : accountBlobs) {
            if (blob.of().blob() instanceof StagedBlob.Chunked chunked) {
                large.putIfAbsent(new Key(blob.tenant(), chunked.hash()), new LargeBlob(blob.tenant(), chunked));
            }
        }
        for (QueuedBlob blob : queued) {
            if (blob.email().of().blob() instanceof StagedBlob.Chunked chunked) {
                TenantId tenant = blob.email().submission().tenant();
                large.putIfAbsent(new Key(tenant, chunked.hash()), new LargeBlob(tenant, chunked));
            }
        }
        return List.copyOf(large.values());
    }

    private List<Submitted> emails() {
        return group.stream()
                .flatMap(a -> a.submission().stream().map(submission -> new Submitted(a, submission)))
                .toList();
    }

    private static List<Numbered> recipients(List<Submitted> emails) {
        List<Numbered> rows = new ArrayList<>();
        for (Submitted email : emails) {
            List<Acceptance.Addressed> recipients = email.submission().recipients();
            for (int n = 0; n < recipients.size(); n++) {
                rows.add(new Numbered(email, n, recipients.get(n)));
            }
        }
        return rows;
    }

    private static List<Keyed> keys(List<Submitted> emails) {
        return emails.stream()
                .flatMap(email -> email.submission().idempotency().stream().map(key -> new Keyed(email, key)))
                .toList();
    }

    private static byte @Nullable [] inline(StagedBlob blob) {
        return switch (blob) {
            case StagedBlob.Inline(BlobHash hash, byte[] bytes) -> bytes;
            case StagedBlob.Chunked chunked -> null;
        };
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
