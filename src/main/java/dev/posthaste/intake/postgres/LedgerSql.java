package dev.posthaste.intake.postgres;

/**
 * The statements that write a group, sent together in one transaction.
 *
 * <p>First the mailboxes are locked, in the order of their accounts; whoever changes folders or messages takes that lock
 * before all others. Only then comes the statement that does the work: it sees what others have committed while we waited,
 * and no row that it reads can change under it. Both in one would not do: PostgreSQL looks again at a row that was changed
 * while it waited, but evaluates the other parts of the WITH a second time for it (EvalPlanQual), and a group was seen to be
 * written in part.
 *
 * <p>All messages of a group that go to one account get one MODSEQ, as RFC 7162 section 3.1 allows for changes that are
 * made together.
 */
final class LedgerSql {

    /** In the order that every other transaction keeps. */
    static final String LOCK =
            "select account_id from mailbox where account_id = any ($1) order by account_id for update";

    /**
     * A blob that is there already is locked and left as it is: rows are locked before the {@code where} of an {@code on
     * conflict} is evaluated. So the sweep cannot take it away before our messages are there to be seen.
     */
    private static final String CHECK_AND_DELIVER = """
            with need as (
                select * from unnest($1::uuid[], $2::bigint[], $3::bigint[]) as n (account_id, octets, messages)),
            boxes as (
                select m.account_id, m.used_octets, m.used_messages, m.quota_octets, m.quota_messages
                from need n join mailbox m on m.account_id = n.account_id),
            folder_need as (
                select * from unnest($4::uuid[], $5::uuid[], $6::bigint[]) as n (account_id, folder_id, messages)),
            folders as (
                select f.account_id, f.id
                from folder_need n join folder f on f.account_id = n.account_id and f.id = n.folder_id),
            over as (
                select b.account_id from boxes b join need n on n.account_id = b.account_id
                where b.used_octets + n.octets > b.quota_octets
                   or b.used_messages + n.messages > b.quota_messages),
            fine as (
                select 1 as yes
                where not exists (select 1 from over)
                  and (select count(*) from boxes) = cardinality($1::uuid[])
                  and (select count(*) from folders) = cardinality($4::uuid[])),
            counted as (
                update mailbox m
                set modseq = m.modseq + 1,
                    used_octets = m.used_octets + n.octets,
                    used_messages = m.used_messages + n.messages
                from need n, fine
                where m.account_id = n.account_id
                returning m.account_id, m.modseq, m.used_octets, m.quota_octets),
            numbered as (
                update folder f
                set uidnext = f.uidnext + n.messages, modseq = c.modseq
                from folder_need n join counted c on c.account_id = n.account_id
                where f.account_id = n.account_id and f.id = n.folder_id
                returning f.account_id, f.id as folder_id, f.uidnext - n.messages as first_uid, f.uidvalidity,
                          c.modseq, c.used_octets, c.quota_octets),
            arrived as (
                select d.*, row_number() over (partition by d.account_id, d.folder_id order by d.ord) - 1 as nth
                from unnest($7::uuid[], $8::uuid[], $9::uuid[], $10::uuid[], $11::bytea[], $12::bigint[],
                            $13::bigint[], $14::timestamptz[], $15::uuid[], $16::bytea[]) with ordinality
                    as d (account_id, folder_id, id, tenant_id, blob_hash, size, flags, internal_date, email_id,
                          prefix, ord)),
            placed as (
                select a.ord, n.uidvalidity, n.first_uid + a.nth as uid, n.modseq, n.used_octets, n.quota_octets,
                       a.account_id, a.folder_id, a.id, a.tenant_id, a.blob_hash, a.size, a.flags, a.internal_date,
                       a.email_id, a.prefix
                from arrived a
                join numbered n on n.account_id = a.account_id and n.folder_id = a.folder_id),
            messages as (
                insert into message (account_id, folder_id, uid, id, tenant_id, blob_hash, size, flags, modseq,
                                     internal_date, email_id, prefix)
                select account_id, folder_id, uid, id, tenant_id, blob_hash, size, flags, modseq, internal_date,
                       email_id, prefix
                from placed),
            blobs as (
                insert into blob as b (tenant_id, hash, size, upload, structure, preview, search_text, search_is_cut,
                                       data)
                select n.tenant_id, n.hash, n.size, n.upload, n.structure, n.preview, n.search_text, n.search_is_cut,
                       n.data
                from unnest($17::uuid[], $18::bytea[], $19::bigint[], $20::uuid[], $21::bytea[], $22::text[],
                            $23::text[], $24::boolean[], $25::bytea[])
                    as n (tenant_id, hash, size, upload, structure, preview, search_text, search_is_cut, data),
                    fine
                order by n.tenant_id, n.hash
                on conflict (tenant_id, hash) do update set size = b.size where false)
            """;

    private static final String SUBMISSIONS = """
            , emails as (
                insert into email (tenant_id, id, door, account_id, reverse_path, header_from, subject, message_id,
                                   blob_hash, size, prefix, needs_utf8, tags, metadata, created_at, released_at)
                select e.tenant_id, e.id, e.door, e.account_id, e.reverse_path, e.header_from, e.subject, e.message_id,
                       e.blob_hash, e.size, e.prefix, e.needs_utf8,
                       array(select jsonb_array_elements_text(e.tags::jsonb)), e.metadata::jsonb, $26::timestamptz,
                       case when e.is_settled then $26::timestamptz end
                from unnest($27::uuid[], $28::uuid[], $29::text[], $30::uuid[], $31::text[], $32::text[], $33::text[],
                            $34::text[], $35::bytea[], $36::bigint[], $37::bytea[], $38::boolean[], $39::text[],
                            $40::text[], $55::boolean[])
                    as e (tenant_id, id, door, account_id, reverse_path, header_from, subject, message_id, blob_hash,
                          size, prefix, needs_utf8, tags, metadata, is_settled),
                    fine),
            recipients as (
                insert into recipient (tenant_id, email_id, n, address, role, destination, status, reason, account_id,
                                       attempts, next_attempt_at, settled_at)
                select r.tenant_id, r.email_id, r.n, r.address, r.role, r.destination, r.status, r.reason,
                       r.account_id, 0,
                       case when r.status = 'queued' then $26::timestamptz end,
                       case when r.status <> 'queued' then $26::timestamptz end
                from unnest($41::uuid[], $42::uuid[], $43::integer[], $44::text[], $45::text[], $46::text[],
                            $47::text[], $48::text[], $49::uuid[])
                    as r (tenant_id, email_id, n, address, role, destination, status, reason, account_id),
                    fine),
            promises as (
                insert into idempotency (tenant_id, scope, key, fingerprint, email_id, created_at)
                select k.tenant_id, k.scope, k.key, k.fingerprint, k.email_id, $26::timestamptz
                from unnest($50::uuid[], $51::text[], $52::text[], $53::bytea[], $54::uuid[])
                    as k (tenant_id, scope, key, fingerprint, email_id),
                    fine)
            """;

    private static final String ANSWER = """
            select exists (select 1 from fine) as fine,
                   array(select account_id from over) as over,
                   p.uidvalidity, p.uid, p.modseq, p.used_octets, p.quota_octets
            from (select 1) as one
            left join placed p on true
            order by p.ord
            """;

    /** For groups that bring no submission, such as mail from other servers. */
    static final String DELIVERIES_ONLY = CHECK_AND_DELIVER + ANSWER;

    /** For all others. */
    static final String WITH_SUBMISSIONS = CHECK_AND_DELIVER + SUBMISSIONS + ANSWER;

    static final String EARLIER = """
            select k.fingerprint, e.id, e.message_id, e.size + octet_length(e.prefix) as size, e.created_at,
                   r.address, r.role, r.status, r.attempts, r.account_id
            from idempotency k
            join email e on e.tenant_id = k.tenant_id and e.id = k.email_id
            join recipient r on r.tenant_id = e.tenant_id and r.email_id = e.id
            where k.tenant_id = $1 and k.scope = $2 and k.key = $3
            order by r.n
            """;

    static final String FORGET_KEYS = "delete from idempotency where created_at < $1";

    private LedgerSql() {}
}
