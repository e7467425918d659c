package dev.posthaste.intake.postgres;

/**
 * The statements on the table {@code idempotency_key}, which this package owns; the key of an email is inserted by {@link
 * LedgerSql}. {@code api.postgres} keeps the answers of all other operations with them. $1 to $4 are the key: bucket,
 * tenant, scope and key.
 */
public final class IdempotencyKeySql {

    /** The fingerprint of the request and the email that were accepted under a key. */
    static final String FIND_EMAIL = """
            select fingerprint, email_id from idempotency_key
            where bucket = $1 and tenant_id = $2 and scope = $3 and key = $4 and email_id is not null""";

    /**
     * $5: lease, $6: its end, $7: now. Inserts, or takes over a lease that has run out; waits for a transaction that inserts
     * the same key at this moment.
     */
    public static final String RESERVE = """
            insert into idempotency_key as k (bucket, tenant_id, scope, key, lease, leased_until, created_at)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (bucket, tenant_id, scope, key) do update
                set lease = excluded.lease, leased_until = excluded.leased_until, created_at = excluded.created_at
                where k.lease is not null and k.leased_until <= excluded.created_at
            returning k.lease""";

    /** The answer that is kept. */
    public static final String FIND_ANSWER = """
            select sealed from idempotency_key
            where bucket = $1 and tenant_id = $2 and scope = $3 and key = $4 and sealed is not null""";

    /** $5: lease, $6: the answer. */
    public static final String KEEP_ANSWER = """
            update idempotency_key set sealed = $6, lease = null, leased_until = null
            where bucket = $1 and tenant_id = $2 and scope = $3 and key = $4 and lease = $5""";

    /** $5: lease. */
    public static final String RELEASE =
            "delete from idempotency_key where bucket = $1 and tenant_id = $2 and scope = $3 and key = $4 and lease = $5";

    /** $1: keys of emails before this moment. */
    static final String FORGET_EMAILS = "delete from idempotency_key where created_at < $1 and email_id is not null";

    /** $1: keys of answers before this moment, $2: now. A lease that has not run out stays, however old its row is. */
    public static final String FORGET_ANSWERS = """
            delete from idempotency_key
            where created_at < $1 and email_id is null and (leased_until is null or leased_until < $2)""";

    private IdempotencyKeySql() {}
}
