package dev.posthaste.event.postgres;

/**
 * How the log is read: $1 the position after which, $2 the highest that is settled, $3 rows looked at, $4 codes of types, $5
 * the subject or null, $6 events given out, $7 the tenant. Every answer has a row; without an event its columns are null.
 * The next page begins behind the last row looked at, which is committed: a position that is merely settled may come again
 * after a crash.
 */
final class EventSql {

    private static final String PAGE = """
            with scanned as (
                select position, recorded_at, tenant_id, subject_id, account_id, message_id, email_id, uid, modseq, type,
                       message_ids, uids, data
                from event
                where position > $1 and position <= $2%s
                order by position
                limit $3),
            ended as (
                select max(position) as scanned_to, count(*) as scanned,
                       coalesce((select dropped_through from event_log), 0) as dropped_through
                from scanned)
            select n.scanned_to, n.scanned, n.dropped_through, e.*
            from ended n
            left join scanned e on e.type = any ($4::smallint[]) and ($5::uuid is null or e.subject_id = $5)
            order by e.position
            limit $6
            """;

    static final String OF_ALL = PAGE.formatted("");

    static final String OF_TENANT = PAGE.formatted(" and tenant_id = $7");

    /** The codes are those that the index holds. */
    static final String OF_SUBJECT = PAGE.formatted(" and tenant_id = $7 and subject_id = $5 and type < 64");

    /** $1: the highest position that is settled. */
    static final String LATEST = "select coalesce(max(position), 0) as latest from event where position <= $1";

    private EventSql() {}
}
