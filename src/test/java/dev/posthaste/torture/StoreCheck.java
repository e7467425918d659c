package dev.posthaste.torture;

import dev.posthaste.torture.Journal.Breach;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * Looks into the store beside the server: what it counts must be what it holds, and numbers that only ascend must not have
 * gone back. What clients see is checked by {@link Box}.
 */
final class StoreCheck {

    /** Each gives no row, or a line about what is wrong. */
    private static final Map<String, String> NOTHING = Map.of(
            "messages and octets are counted as they are",
            """
            select format('%s counts %s messages of %s octets and holds %s of %s',
                          b.account_id, b.used_messages, b.used_octets, h.n, h.octets)
            from mailbox b,
                 lateral (select count(*) as n, coalesce(sum(m.size), 0) as octets
                          from message m where m.account_id = b.account_id) h
            where (b.used_messages, b.used_octets) <> (h.n, h.octets)""",
            "a blob that nothing refers to is noted for the sweep",
            """
            select format('blob %s is neither referred to nor noted', encode(b.hash, 'hex')) from blob b
            where not exists (select from message m where m.account_id = b.account_id and m.blob_hash = b.hash)
                and not exists (select from blob_released r where r.account_id = b.account_id and r.hash = b.hash)
            union all
            select format('large blob %s is neither referred to nor noted', encode(l.hash, 'hex')) from large_blob l
            where not exists (select from blob b
                              where b.tenant_id = l.tenant_id and b.hash = l.hash and b.data is null)
                and not exists (select from queued_blob q
                                where q.tenant_id = l.tenant_id and q.hash = l.hash and q.data is null)
                and not exists (select from large_blob_released r
                                where r.tenant_id = l.tenant_id and r.hash = l.hash)
            union all
            select format('queued blob of %s, which nobody waits for', q.email_id) from queued_blob q
            where not exists (select from recipient r where r.bucket = q.bucket and r.email_id = q.email_id
                                                        and r.next_attempt_at is not null)""",
            "what is referred to is there",
            """
            select format('message %s has no blob', m.id) from message m
            where not exists (select from blob b where b.account_id = m.account_id and b.hash = m.blob_hash)
            union all
            select format('large blob %s is missing', encode(b.hash, 'hex')) from blob b
            where b.data is null
                and not exists (select from large_blob l where l.tenant_id = b.tenant_id and l.hash = b.hash)
            union all
            select format('email %s has no octets', r.email_id) from recipient r
            where r.next_attempt_at is not null
                and not exists (select from queued_blob q where q.bucket = r.bucket and q.email_id = r.email_id)""",
            "no UID is at or above UIDNEXT, and none is both there and expunged",
            """
            select format('%s uid %s', f.name, m.uid) from folder f join message m
                on m.account_id = f.account_id and m.folder_id = f.id
            where m.uid >= f.uidnext or exists (select from expunged x where x.account_id = m.account_id
                and x.folder_id = m.folder_id and x.uid = m.uid)""",
            "no message or folder is newer than its mailbox",
            """
            select format('%s modseq %s', m.account_id, m.modseq) from mailbox b join message m using (account_id)
            where m.modseq > b.modseq
            union all
            select format('%s modseq %s', f.account_id, f.modseq) from mailbox b join folder f using (account_id)
            where f.modseq > b.modseq""",
            "a key leads to an email",
            """
            select format('key %s', i.key) from idempotency_key i
            where i.email_id is not null
                and not exists (select from email e where e.bucket = i.bucket and e.id = i.email_id)""");

    private static final String ASCENDING = """
            select 'modseq of ' || account_id, modseq from mailbox
            union all select 'last uidvalidity of ' || account_id, last_uidvalidity from mailbox
            union all select 'modseq of folder ' || id, modseq from folder
            union all select 'uidnext of folder ' || id, uidnext from folder
            union all select 'uidvalidity of folder ' || id, uidvalidity from folder""";

    private static final String WAITING =
            "select count(*) from recipient where status in ('scheduled', 'queued', 'deferred')";

    private final Site site;
    private final Journal journal;
    private final Map<String, Long> highest = new HashMap<>();

    StoreCheck(Site site) {
        this.site = site;
        this.journal = site.journal();
    }

    /** Looks at everything; nobody may be changing it. */
    void look() throws IOException, SQLException {
        try (Connection store = site.store();
                Statement statement = store.createStatement()) {
            for (Map.Entry<String, String> law : NOTHING.entrySet()) {
                try (ResultSet rows = statement.executeQuery(law.getValue())) {
                    while (rows.next()) {
                        journal.find(Breach.ALTERED, "not so: " + law.getKey() + ": " + rows.getString(1));
                    }
                }
            }
            try (ResultSet rows = statement.executeQuery(ASCENDING)) {
                while (rows.next()) {
                    checkAscending(rows.getString(1), rows.getLong(2));
                }
            }
        }
    }

    /** Recipients to whom mail must still be delivered. */
    long waiting() throws IOException, SQLException {
        try (Connection store = site.store();
                Statement statement = store.createStatement();
                ResultSet rows = statement.executeQuery(WAITING)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void checkAscending(String what, long value) {
        Long before = highest.put(what, value);
        if (before != null && value < before) {
            journal.find(Breach.ALTERED, what + " is " + value + " and was " + before);
        }
    }
}
