package dev.posthaste.queue.postgres;

import dev.posthaste.event.EventType;
import dev.posthaste.event.postgres.OutboxSql;

/**
 * The statements of the queue. A row whose {@code next_attempt_at} is set is in the queue, and a lease moves that time to
 * its own end: so one index knows what is due, and what a dead process held is due again by itself.
 *
 * <p>Rows of {@code recipient} are locked by key everywhere, so that two statements never wait for each other in a
 * circle.
 */
final class QueueSql {

    /** $4 destinations left out, $5 rows looked at. What is looked at and given to nobody stays due. */
    private static final String SEARCHED = """
            with candidates as (
                select bucket, email_id, n, destination, next_attempt_at
                from recipient
                where next_attempt_at <= $1 and destination <> all ($4::text[]) %1$s
                order by next_attempt_at
                limit $5),
            """;

    /** $4 destinations looked up, $5 rows of each. */
    private static final String LOOKED_UP = """
            with candidates as (
                select r.bucket, r.email_id, r.n, r.destination, r.next_attempt_at
                from unnest($4::text[]) as d (name)
                cross join lateral (
                    select bucket, email_id, n, destination, next_attempt_at
                    from recipient
                    where destination = d.name and next_attempt_at <= $1 %1$s
                    order by next_attempt_at
                    limit $5) as r),
            """;

    private static final String LEASE = """
            ranked as (
                select bucket, email_id, n, next_attempt_at,
                       row_number() over (partition by destination order by next_attempt_at, email_id, n) as nth
                from candidates),
            chosen as (
                select bucket, email_id, n from ranked
                where nth <= $6
                order by nth, next_attempt_at
                limit $7),
            locked as (
                select r.bucket, r.email_id, r.n
                from recipient r
                join chosen c on c.bucket = r.bucket and c.email_id = r.email_id and c.n = r.n
                where r.next_attempt_at <= $1 %2$s
                order by r.bucket, r.email_id, r.n
                for update of r skip locked),
            leased as (
                update recipient r
                set lease = $3, leased_until = $2, next_attempt_at = $2
                from locked l
                where r.bucket = l.bucket and r.email_id = l.email_id and r.n = l.n %2$s
                returning r.bucket, r.email_id, r.n, r.address, r.destination, r.attempts, r.account_id)
            select l.email_id, l.n, l.address, l.destination, l.attempts, l.account_id,
                   e.tenant_id, e.reverse_path, e.blob_hash, e.size, e.prefix, e.needs_utf8, e.created_at
            from leased l
            join email e on e.bucket = l.bucket and e.id = l.email_id %3$s
            order by l.email_id, l.n
            """;

    private static final String ALL_BUT = SEARCHED + LEASE;
    private static final String ONLY = LOOKED_UP + LEASE;

    /** $1 now, $2 end of the leases, $3 token, $4 destinations left out, $5 rows looked at, $6 share, $7 most rows. */
    static final String LEASE_ALL_BUT = ALL_BUT.formatted("", "", "");

    /** $1 now, $2 end of the leases, $3 token, $4 destinations, $5 rows of each, $6 the same, $7 most rows. */
    static final String LEASE_ONLY = ONLY.formatted("", "", "");

    /** {@link #LEASE_ALL_BUT} in one bucket, $8: for a database of several nodes. */
    static final String LEASE_ALL_BUT_IN_BUCKET = ALL_BUT.formatted(
            "and bucket = $8::smallint", "and r.bucket = $8::smallint", "and e.bucket = $8::smallint");

    /** {@link #LEASE_ONLY} in one bucket, $8: for a database of several nodes. */
    static final String LEASE_ONLY_IN_BUCKET =
            ONLY.formatted("and bucket = $8::smallint", "and r.bucket = $8::smallint", "and e.bucket = $8::smallint");

    /**
     * $1 buckets, $2 emails, $3 numbers: everything that the statements below may change, and perhaps a little more. A lock
     * has a statement of its own and depends on arrays alone: a statement that has to wait for a row looks again at that row,
     * but evaluates its other parts a second time for it (EvalPlanQual), and settlements were seen to be lost by that.
     */
    static final String LOCK_RECIPIENTS = """
            select 1 from recipient
            where bucket = any ($1::smallint[]) and email_id = any ($2::uuid[]) and n = any ($3::integer[])
            order by bucket, email_id, n
            for update
            """;

    /** $4 tokens, $5 new end of the leases; the recipients are locked. Returns the places, from 1, of what is still held. */
    static final String RENEW = """
            update recipient r
            set leased_until = $5, next_attempt_at = $5
            from unnest($1::smallint[], $2::uuid[], $3::integer[], $4::uuid[])
                with ordinality as h (bucket, email_id, n, lease, place)
            where r.bucket = any ($1::smallint[])
              and r.bucket = h.bucket and r.email_id = h.email_id and r.n = h.n and r.lease = h.lease
            returning h.place
            """;

    /** $4 tokens, $5 now; the recipients are locked. */
    static final String GIVE_BACK = """
            update recipient r
            set lease = null, leased_until = null, next_attempt_at = $5
            from unnest($1::smallint[], $2::uuid[], $3::integer[], $4::uuid[]) as h (bucket, email_id, n, lease)
            where r.bucket = any ($1::smallint[])
              and r.bucket = h.bucket and r.email_id = h.email_id and r.n = h.n and r.lease = h.lease
            """;

    /** Two transactions that settle recipients of one email do so one after the other, or both would miss that it is done. */
    static final String LOCK_EMAILS = """
            select 1 from email
            where bucket = any ($1::smallint[]) and id = any ($2::uuid[])
            order by bucket, id
            for update
            """;

    /** $4 tokens, $5 now; the rest as {@link SettlementRows} orders it. The recipients are locked. */
    static final String SETTLE = """
            with settled as (
                select * from unnest($1::smallint[], $2::uuid[], $3::integer[], $4::uuid[], $6::integer[],
                                     $7::timestamptz[], $8::timestamptz[], $9::text[], $10::text[],
                                     $11::timestamptz[], $12::text[], $13::text[], $14::integer[], $15::text[],
                                     $16::text[])
                    as s (bucket, email_id, n, lease, attempt, started_at, finished_at, status, outcome,
                          next_attempt_at, host, tls, code, enhanced, diagnostic)),
            changed as (
                update recipient r
                set status = s.status, reason = s.diagnostic, attempts = s.attempt,
                    next_attempt_at = s.next_attempt_at, leased_until = null, lease = null,
                    last_code = s.code, last_enhanced = s.enhanced, last_text = s.diagnostic, last_host = s.host,
                    settled_at = case when s.next_attempt_at is null then $5::timestamptz end
                from settled s
                where r.bucket = any ($1::smallint[])
                  and r.bucket = s.bucket and r.email_id = s.email_id and r.n = s.n and r.lease = s.lease
                returning r.bucket, r.email_id, r.n, r.tenant_id, r.address),
            happened as (
            %s
                select c.tenant_id, s.email_id, null::uuid, s.bucket,
                       case s.status when 'delivered' then %s when 'deferred' then %s when 'bounced' then %s
                           when 'expired' then %s end,
                       json_strip_nulls(json_build_object(
                           'recipient', s.n, 'address', c.address, 'attempt', s.attempt, 'smtp_code', s.code,
                           'enhanced_code', s.enhanced, 'diagnostic', s.diagnostic, 'remote_mta', s.host,
                           'next_attempt_at', s.next_attempt_at))::text
                from settled s
                join changed c on c.bucket = s.bucket and c.email_id = s.email_id and c.n = s.n)
            insert into attempt (bucket, email_id, n, attempt, tenant_id, started_at, finished_at, outcome, host, tls,
                                 code, enhanced, diagnostic)
            select s.bucket, s.email_id, s.n, s.attempt, c.tenant_id, s.started_at, s.finished_at, s.outcome, s.host,
                   s.tls, s.code, s.enhanced, s.diagnostic
            from settled s
            join changed c on c.bucket = s.bucket and c.email_id = s.email_id and c.n = s.n
            """.formatted(
                    OutboxSql.INTO_EMAILS,
                    OutboxSql.code(EventType.EMAIL_DELIVERED),
                    OutboxSql.code(EventType.EMAIL_DEFERRED),
                    OutboxSql.code(EventType.EMAIL_BOUNCED),
                    OutboxSql.code(EventType.EMAIL_EXPIRED));

    /**
     * The emails are locked. Deletes the octets of emails that no recipient waits for any more, and returns which of them
     * were large.
     */
    static final String RELEASE = """
            delete from queued_blob q
            where q.bucket = any ($1::smallint[]) and q.email_id = any ($2::uuid[])
              and not exists (
                  select 1 from recipient r
                  where r.bucket = any ($1::smallint[]) and r.bucket = q.bucket and r.email_id = q.email_id
                    and r.next_attempt_at is not null)
            returning q.tenant_id, case when q.data is null then q.hash end as large
            """;

    /** $1 tenants, $2 hashes: large blobs that an email referred to. */
    static final String RELEASE_LARGE = """
            insert into large_blob_released (tenant_id, released_at, hash)
            select tenant_id, now(), hash from unnest($1::uuid[], $2::bytea[]) as b (tenant_id, hash)
            on conflict do nothing
            """;

    /** $1 bucket, $2 email, $3 tenant, $4 now; the email is locked. What is neither leased nor settled is cancelled. */
    static final String CANCEL = """
            with changed as (
                update recipient
                set status = 'cancelled', reason = 'cancelled before delivery', next_attempt_at = null, lease = null,
                    leased_until = null, settled_at = $4
                where bucket = $1 and email_id = $2 and tenant_id = $3
                  and next_attempt_at is not null and (leased_until is null or leased_until <= $4)
                returning n, address),
            happened as (
            %s
                select $3::uuid, $2::uuid, null::uuid, $1::smallint, %s,
                       json_build_object('recipient', c.n, 'address', c.address)::text
                from changed c)
            select n from changed
            """.formatted(OutboxSql.INTO_EMAILS, OutboxSql.code(EventType.EMAIL_CANCELLED));

    private QueueSql() {}
}
