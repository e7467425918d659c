package dev.posthaste.event.postgres;

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

    /** Several messages of a folder. Tenant, folder, account, MODSEQ, bucket, type, message ids, UIDs. */
    public static final String INTO_MANY = """
            insert into event (tenant_id, subject_id, account_id, modseq, bucket, type, message_ids, uids)
            """;

    /** A folder. Tenant, folder, account, MODSEQ, bucket, type, data. */
    public static final String INTO_FOLDERS = """
            insert into event (tenant_id, subject_id, account_id, modseq, bucket, type, data)
            """;

    /** An email or one of its recipients. Tenant, email, account or null, bucket, type, data. */
    public static final String INTO_EMAILS = """
            insert into event (tenant_id, subject_id, account_id, bucket, type, data)
            """;

    private OutboxSql() {}

    /** The bucket of a subject that has none of its own, from the SQL expression of a UUID. */
    public static String bucket(String uuid) {
        return "(uuid_hash(" + uuid + ") & " + (BUCKETS - 1) + ")::smallint";
    }
}
