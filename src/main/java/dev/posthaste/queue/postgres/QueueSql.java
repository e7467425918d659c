package dev.posthaste.queue.postgres;

/**
 * The statements of the queue. A row whose {@code next_attempt_at} is set is in the queue, and a lease moves that time to
 * its own end: so one index knows what is due, and what a dead process held comes back by itself.
 *
 * <p>Rows of {@code recipient} are locked by key everywhere, so that two statements never wait for each other in a
 * circle.
 */
final class QueueSql {

    /** $4 destinations left out, $5 rows looked at. What is looked at and given to nobody stays due. */
    private static final String SEARCHED = """
            with candidates as (
                select tenant_id, email_id, n, destination, next_attempt_at
                from recipient
                where next_attempt_at <= $1 and destination <> all ($4::text[])
                order by next_attempt_at
                limit $5),
            """;

    /** $4 destinations looked up, $5 rows of each. */
    private static final String LOOKED_UP = """
            with candidates as (
                select r.tenant_id, r.email_id, r.n, r.destination, r.next_attempt_at
                from unnest($4::text[]) as d (name)
                cross join lateral (
                    select tenant_id, email_id, n, destination, next_attempt_at
                    from recipient
                    where destination = d.name and next_attempt_at <= $1
                    order by next_attempt_at
                    limit $5) as r),
            """;

    private static final String LEASE = """
            ranked as (
                select tenant_id, email_id, n, next_attempt_at,
                       row_number() over (partition by destination order by next_attempt_at, email_id, n) as nth
                from candidates),
            chosen as (
                select tenant_id, email_id, n from ranked
                where nth <= $6
                order by nth, next_attempt_at
                limit $7),
            locked as (
                select r.tenant_id, r.email_id, r.n
                from recipient r
                join chosen c on c.tenant_id = r.tenant_id and c.email_id = r.email_id and c.n = r.n
                where r.next_attempt_at <= $1
                order by r.tenant_id, r.email_id, r.n
                for update of r skip locked),
            leased as (
                update recipient r
                set lease = $3, leased_until = $2, next_attempt_at = $2
                from locked l
                where r.tenant_id = l.tenant_id and r.email_id = l.email_id and r.n = l.n
                returning r.tenant_id, r.email_id, r.n, r.address, r.destination, r.attempts)
            select l.tenant_id, l.email_id, l.n, l.address, l.destination, l.attempts,
                   e.reverse_path, e.blob_hash, e.size, e.prefix, e.needs_utf8, e.created_at
            from leased l
            join email e on e.tenant_id = l.tenant_id and e.id = l.email_id
            order by l.email_id, l.n
            """;

    /** $1 now, $2 end of the leases, $3 token, $4 destinations left out, $5 rows looked at, $6 share, $7 most rows. */
    static final String LEASE_ALL_BUT = SEARCHED + LEASE;

    /** $1 now, $2 end of the leases, $3 token, $4 destinations, $5 rows of each, $6 the same, $7 most rows. */
    static final String LEASE_ONLY = LOOKED_UP + LEASE;

    /**
     * $1 tenants, $2 emails, $3 numbers: everything that the statements below may change, and perhaps a little more. A lock
     * has a statement of its own and depends on arrays alone: a statement that has to wait for a row looks again at that row,
     * but evaluates its other parts a second time for it (EvalPlanQual), and settlements were seen to be lost by that.
     */
    static final String LOCK_RECIPIENTS = """
            select 1 from recipient
            where tenant_id = any ($1::uuid[]) and email_id = any ($2::uuid[]) and n = any ($3::integer[])
            order by tenant_id, email_id, n
            for update
            """;

    /** $4 tokens, $5 new end of the leases; the recipients are locked. Returns the places, from 1, of what is still held. */
    static final String RENEW = """
            update recipient r
            set leased_until = $5, next_attempt_at = $5
            from unnest($1::uuid[], $2::uuid[], $3::integer[], $4::uuid[])
                with ordinality as h (tenant_id, email_id, n, lease, place)
            where r.tenant_id = h.tenant_id and r.email_id = h.email_id and r.n = h.n and r.lease = h.lease
            returning h.place
            """;

    /** $4 tokens, $5 now; the recipients are locked. */
    static final String GIVE_BACK = """
            update recipient r
            set lease = null, leased_until = null, next_attempt_at = $5
            from unnest($1::uuid[], $2::uuid[], $3::integer[], $4::uuid[]) as h (tenant_id, email_id, n, lease)
            where r.tenant_id = h.tenant_id and r.email_id = h.email_id and r.n = h.n and r.lease = h.lease
            """;

    /** Whoever settles recipients of one email does so after the other, or both would miss that the email is done. */
    static final String LOCK_EMAILS = """
            select 1 from email
            where tenant_id = any ($1::uuid[]) and id = any ($2::uuid[])
            order by tenant_id, id
            for update
            """;

    /** $4 tokens, $5 now; the rest as {@link SettlementRows} orders it. The recipients are locked. */
    static final String SETTLE = """
            with settled as (
                select * from unnest($1::uuid[], $2::uuid[], $3::integer[], $4::uuid[], $6::integer[],
                                     $7::timestamptz[], $8::timestamptz[], $9::text[], $10::text[],
                                     $11::timestamptz[], $12::text[], $13::text[], $14::integer[], $15::text[],
                                     $16::text[])
                    as s (tenant_id, email_id, n, lease, attempt, started_at, finished_at, status, outcome,
                          next_attempt_at, host, tls, code, enhanced, diagnostic)),
            changed as (
                update recipient r
                set status = s.status, reason = s.diagnostic, attempts = s.attempt,
                    next_attempt_at = s.next_attempt_at, leased_until = null, lease = null,
                    last_code = s.code, last_enhanced = s.enhanced, last_text = s.diagnostic, last_host = s.host,
                    settled_at = case when s.next_attempt_at is null then $5::timestamptz end
                from settled s
                where r.tenant_id = s.tenant_id and r.email_id = s.email_id and r.n = s.n and r.lease = s.lease
                returning r.tenant_id, r.email_id, r.n)
            insert into attempt (tenant_id, email_id, n, attempt, started_at, finished_at, outcome, host, tls, code,
                                 enhanced, diagnostic)
            select s.tenant_id, s.email_id, s.n, s.attempt, s.started_at, s.finished_at, s.outcome, s.host, s.tls,
                   s.code, s.enhanced, s.diagnostic
            from settled s
            join changed c on c.tenant_id = s.tenant_id and c.email_id = s.email_id and c.n = s.n
            """;

    /** $3 now; the emails are locked. An email that nobody waits for any more lets go of its blob. */
    static final String RELEASE = """
            with done as (
                update email e set released_at = $3
                where e.tenant_id = any ($1::uuid[]) and e.id = any ($2::uuid[])
                  and e.released_at is null
                  and not exists (
                      select 1 from recipient r
                      where r.tenant_id = e.tenant_id and r.email_id = e.id and r.next_attempt_at is not null)
                returning e.tenant_id, e.blob_hash)
            insert into blob_released (tenant_id, released_at, hash)
            select distinct tenant_id, now(), blob_hash from done
            """;

    private QueueSql() {}
}
