package dev.posthaste.event.postgres;

import dev.posthaste.event.Event;
import dev.posthaste.event.EventType;

/**
 * Parts of statements that write events; the owners of the changed rows put them into their own statements, so that change
 * and event are one transaction. Position and time are the table's defaults. A statement must lock the rows of the subject
 * before it writes the event, so that positions ascend for each subject.
 */
public final class OutboxSql {

    /** Buckets, as in the tables of the queue. */
    public static final int BUCKETS = 1024;

    /**
     * A message that is new in a folder. Tenant, folder, account, message, email or null, UID, MODSEQ, bucket, type.
     */
    public static final String INTO_MESSAGES = """
            insert into event (tenant_id, subject_id, account_id, message_id, email_id, uid, modseq, bucket, type)
            """;

    /** An email or one of its recipients. Tenant, email, account or null, bucket, type, data. */
    public static final String INTO_EMAILS = """
            insert into event (tenant_id, subject_id, account_id, bucket, type, data)
            """;

    private OutboxSql() {}

    /**
     * Writes an event for each {@link Event.Mail#MAX_MESSAGES} messages of a folder. The statement has {@code counted} with
     * the account's new modseq and its tenant_id, and an empty one if nothing changes; $1 is the account.
     *
     * @param folder the SQL expression of the folder's id, a parameter or a scalar subquery
     * @param messages the name of a {@code with} that has uid and id of each message
     */
    public static String messages(EventType type, String folder, String messages) {
        return """
            insert into event (tenant_id, subject_id, account_id, modseq, bucket, type, message_ids, uids)
            select c.tenant_id, %1$s, $1::uuid, c.modseq, %2$s, %3$s,
                   array_agg(h.id order by h.uid), array_agg(h.uid order by h.uid)
            from (select uid, id, (row_number() over (order by uid) - 1) / %4$s as part from %5$s) h, counted c
            group by h.part, c.tenant_id, c.modseq
            order by h.part""".formatted(folder, bucket("$1::uuid"), code(type), Event.Mail.MAX_MESSAGES, messages);
    }

    /**
     * Writes an event for each folder of a {@code with} that has id and name. {@code counted} and $1 are as in {@link
     * #messages}.
     */
    public static String folders(EventType type, String folders) {
        return """
            insert into event (tenant_id, subject_id, account_id, modseq, bucket, type, data)
            select c.tenant_id, h.id, $1::uuid, c.modseq, %s, %s, json_build_object('name', h.name)::text
            from %s h, counted c""".formatted(bucket("$1::uuid"), code(type), folders);
    }

    /** The code of a type as a SQL expression. */
    public static String code(EventType type) {
        return type.code() + "::smallint";
    }

    /** The bucket of a subject that has none of its own, from the SQL expression of a UUID. */
    public static String bucket(String uuid) {
        return "(uuid_hash(" + uuid + ") & " + (BUCKETS - 1) + ")::smallint";
    }
}
