package dev.posthaste.intake.postgres;

import dev.posthaste.event.EventType;
import dev.posthaste.event.postgres.OutboxSql;
import java.util.List;
import java.util.stream.Stream;

/**
 * The statements that write a group, sent together in one transaction.
 *
 * <p>First the mailboxes are locked, in the order of their accounts; every transaction that changes folders or messages
 * takes that lock before all others. Only then comes the statement that does the work: it sees what others have committed
 * while the lock was waited for, and no row that it reads can change under it. Both in one would not do: PostgreSQL looks
 * again at a row that was changed while it waited, but evaluates the other parts of the WITH a second time for it
 * (EvalPlanQual), and a group was seen to be written in part.
 *
 * <p>All messages of a group that go to one account get one MODSEQ, as RFC 7162 section 3.1 allows for changes that are
 * made together.
 *
 * <p>{@code {name}} is a row set of {@link GroupRows}. No part of a statement reads a table that another part inserts into.
 */
final class LedgerSql {

    /** $1: the accounts; on several database nodes those of one shard. */
    static final String LOCK =
            "select account_id from mailbox where account_id = any ($1::uuid[]) order by account_id for update";

    /** {@code fine} has a row if every account and folder exists and every account has room; else nothing is written. */
    private static final String CHECK = """
            with boxes as (
                select m.account_id, m.used_octets + needs.octets > m.quota_octets
                    or m.used_messages + needs.messages > m.quota_messages as is_over
                from {needs} join mailbox m on m.account_id = needs.account_id),
            folders as (
                select f.account_id, f.id
                from {folder_needs}
                join folder f on f.account_id = folder_needs.account_id and f.id = folder_needs.folder_id),
            fine as (
                select 1 as yes
                where not exists (select 1 from boxes where is_over)
                  and (select count(*) from boxes) = cardinality({needs.account_id})
                  and (select count(*) from folders) = cardinality({folder_needs.account_id}))
            """;

    private static final String DELIVER = """
            , counted as (
                update mailbox m
                set modseq = m.modseq + 1,
                    used_octets = m.used_octets + needs.octets,
                    used_messages = m.used_messages + needs.messages
                from {needs}, fine
                where m.account_id = needs.account_id
                returning m.account_id, m.modseq, m.used_octets, m.quota_octets),
            numbered as (
                update folder f
                set uidnext = f.uidnext + folder_needs.messages, modseq = c.modseq
                from {folder_needs} join counted c on c.account_id = folder_needs.account_id
                where f.account_id = folder_needs.account_id and f.id = folder_needs.folder_id
                returning f.account_id, f.id as folder_id, f.uidnext - folder_needs.messages as first_uid,
                          f.uidvalidity, c.modseq, c.used_octets, c.quota_octets),
            arrived as (
                select deliveries.*, row_number() over (partition by account_id, folder_id order by ord) - 1 as nth
                from {deliveries}),
            placed as (
                select a.*, n.uidvalidity, n.first_uid + a.nth as uid, n.modseq, n.used_octets, n.quota_octets
                from arrived a
                join numbered n on n.account_id = a.account_id and n.folder_id = a.folder_id),
            messages as (
                insert into message (account_id, folder_id, uid, id, tenant_id, blob_hash, size, flags, modseq,
                                     internal_date, saved_at, email_id, prefix)
                select account_id, folder_id, uid, id, tenant_id, blob_hash, size, flags, modseq,
                       internal_date, saved_at, email_id, prefix
                from placed)
            """;

    /**
     * A blob that exists already is locked and left as it is: rows are locked before the {@code where} of an {@code on
     * conflict} is evaluated. So the sweep cannot delete it before our messages are there to be seen. The blobs of an account
     * need no order, because its mailbox is locked; large ones, which accounts share, do.
     */
    private static final String KEEP = """
            , blobs as (
                insert into blob as b (account_id, hash, tenant_id, size, structure, preview, search_text, search_is_cut,
                                       base_subject, sent_at, has_attachment, thread_id, data)
                select account_blobs.account_id, contents.hash, account_blobs.tenant_id, contents.size,
                       contents.structure, contents.preview, contents.search_text, contents.search_is_cut,
                       contents.base_subject, contents.sent_at, contents.has_attachment, account_blobs.thread_id,
                       contents.data
                from {account_blobs} join {contents} on contents.ord = account_blobs.content, fine
                on conflict (account_id, hash) do update set size = b.size where false),
            large as (
                insert into large_blob as b (tenant_id, hash, size, upload)
                select large_blobs.tenant_id, large_blobs.hash, large_blobs.size, large_blobs.upload
                from {large_blobs}, fine
                order by large_blobs.tenant_id, large_blobs.hash
                on conflict (tenant_id, hash) do update set size = b.size where false)
            """;

    private static final String SUBMIT = """
            , submitted as (
                insert into email (bucket, id, tenant_id, entrance, account_id, reverse_path, author_name,
                                   author_address, sender_name, sender_address, subject, message_id, blob_hash, size,
                                   prefix, needs_utf8, tags, metadata, created_at, available_at)
                select bucket, id, tenant_id, entrance, account_id, reverse_path, author_name,
                       author_address, sender_name, sender_address, subject, message_id, blob_hash, size,
                       prefix, needs_utf8, array(select jsonb_array_elements_text(tags::jsonb)), metadata::jsonb,
                       created_at, available_at
                from {emails}, fine
                returning bucket, id, tenant_id, account_id, message_id),
            waiting as (
                insert into queued_blob (bucket, email_id, tenant_id, hash, size, data)
                select queued_blobs.bucket, queued_blobs.email_id, queued_blobs.tenant_id, contents.hash, contents.size,
                       contents.data
                from {queued_blobs} join {contents} on contents.ord = queued_blobs.content, fine),
            addressed as (
                insert into recipient (bucket, email_id, n, tenant_id, address, role, destination, status, reason,
                                       account_id, attempts, next_attempt_at, settled_at)
                select bucket, email_id, n, tenant_id, address, role, destination, status, reason,
                       account_id, 0, next_attempt_at, settled_at
                from {recipients}, fine
                returning bucket, email_id, n, tenant_id, address, status, account_id),
            promised as (
                insert into idempotency_key (bucket, tenant_id, scope, key, fingerprint, email_id, created_at)
                select bucket, tenant_id, scope, key, fingerprint, email_id, created_at
                from {keys}, fine)
            """;

    /** {@code placed} is empty if nothing is written. */
    private static final String MESSAGE_EVENTS = ", happened as (\n" + OutboxSql.INTO_MESSAGES
            + "select tenant_id, folder_id, account_id, id, email_id, uid, modseq, " + OutboxSql.bucket("account_id")
            + ", "
            + OutboxSql.code(EventType.MESSAGE_CREATED) + " from placed)\n";

    /**
     * The email first, then those of its recipients that are settled with its acceptance. From what the inserts return: to
     * unnest the arrays of {@code {emails}} a second time costs more than all of the events.
     */
    private static final String EMAIL_EVENTS = """
            , accepted as (
            %s
                select h.tenant_id, h.email_id, h.account_id, h.bucket, h.type, h.data
                from (
                    select e.tenant_id, e.id as email_id, e.account_id, e.bucket, -1 as n, %s as type,
                           json_build_object('message_id', e.message_id)::text as data
                    from submitted e
                    union all
                    select r.tenant_id, r.email_id, r.account_id, r.bucket, r.n, %s as type,
                           json_build_object('recipient', r.n, 'address', r.address, 'status', r.status)::text as data
                    from addressed r
                    where r.status in ('delivered', 'captured')) h
                order by h.email_id, h.n)
            """.formatted(
            OutboxSql.INTO_EMAILS, OutboxSql.code(EventType.EMAIL_ACCEPTED), OutboxSql.code(EventType.EMAIL_DELIVERED));

    private static final String ANSWER = """
            select exists (select 1 from fine) as fine,
                   array(select account_id from boxes where is_over) as over,
                   p.uidvalidity, p.uid, p.modseq, p.used_octets, p.quota_octets
            from (select 1) as one
            left join placed p on true
            order by p.ord
            """;

    private static final List<Rows<?>> DELIVERED = List.of(
            GroupRows.NEEDS,
            GroupRows.FOLDER_NEEDS,
            GroupRows.DELIVERIES,
            GroupRows.CONTENTS,
            GroupRows.ACCOUNT_BLOBS,
            GroupRows.LARGE_BLOBS);

    private static final List<Rows<?>> SUBMITTED =
            List.of(GroupRows.EMAILS, GroupRows.QUEUED_BLOBS, GroupRows.RECIPIENTS, GroupRows.KEYS);

    /** For groups that bring no submission, such as mail from other servers. */
    static final String DELIVERIES_ONLY = Rows.statement(CHECK + DELIVER + KEEP + MESSAGE_EVENTS + ANSWER, DELIVERED);

    /** For all others. */
    static final String WITH_SUBMISSIONS = Rows.statement(
            CHECK + DELIVER + KEEP + SUBMIT + MESSAGE_EVENTS + EMAIL_EVENTS + ANSWER,
            Stream.concat(DELIVERED.stream(), SUBMITTED.stream()).toList());

    /** $1: bucket, $2: email, $3: tenant. */
    static final String EARLIER = """
            select e.id, e.message_id, e.size + octet_length(e.prefix) as size, e.created_at,
                   r.address, r.role, r.status, r.account_id, e.available_at is not null as is_scheduled
            from email e
            join recipient r on r.bucket = e.bucket and r.email_id = e.id
            where e.bucket = $1 and r.bucket = $1 and e.id = $2 and e.tenant_id = $3
            order by r.n
            """;

    private LedgerSql() {}
}
