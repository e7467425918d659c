package dev.posthaste.mailbox.postgres;

import dev.posthaste.event.EventType;
import dev.posthaste.event.postgres.OutboxSql;

/** The statements of {@link PostgresFolderStore}. $1 is the account. */
final class FolderSql {

    private static final String FOLDERS =
            "select id, name, special_use, uidvalidity, uidnext, modseq from folder where account_id = $1";

    static final String ALL = FOLDERS;

    /** $2: the name. */
    static final String BY_NAME = FOLDERS + " and name = $2";

    /** $2: the id. */
    static final String BY_ID = FOLDERS + " and id = $2";

    /** $2: ids. */
    static final String STATUS = """
        select f.id, f.name, f.special_use, f.uidvalidity, f.uidnext, f.modseq, s.*
        from unnest($2::uuid[]) with ordinality w (id, n)
        join folder f on f.account_id = $1 and f.id = w.id
        cross join lateral (
            select count(*) as messages,
                count(*) filter (where m.flags & 1 = 0) as unseen,
                count(*) filter (where m.flags & 8 <> 0) as deleted,
                count(*) filter (where m.uid >= f.recent_from) as recent,
                coalesce(sum(m.size), 0)::bigint as octets
            from message m where m.account_id = $1 and m.folder_id = f.id) s
        order by w.n\
        """;

    /** $2: names, the outermost first and the wanted one last; $3: an id for each. Numbers those that are missing. */
    private static final String MISSING = """
        missing as (
            select w.name, w.id, row_number() over (order by w.n) as k
            from unnest($2::text[], $3::uuid[]) with ordinality w (name, id, n)
            where not exists (select from folder f where f.account_id = $1 and f.name = w.name))\
        """;

    /** Each new folder takes the next UIDVALIDITY, so that none ever comes again. Has a row only if the verdict is DONE. */
    private static final String COUNTED = """
        counted as (
            update mailbox b set modseq = b.modseq + 1,
                last_uidvalidity = b.last_uidvalidity + (select count(*) from missing)
            where b.account_id = $1 and (select outcome from verdict) = 'DONE'
            returning b.modseq, b.tenant_id, b.last_uidvalidity - (select count(*) from missing) as uidvalidity)\
        """;

    /** {@code %s} is the special use and the UIDNEXT of a missing folder {@code m}. */
    private static final String MADE = """
        made as (
            insert into folder (account_id, id, name, special_use, uidvalidity, uidnext, recent_from, modseq)
            select $1, m.id, m.name, %s, c.uidvalidity + m.k, %s, 1, c.modseq
            from missing m, counted c
            returning id, name, special_use, uidvalidity, uidnext, modseq),
        created as (
        """ + OutboxSql.folders(EventType.FOLDER_CREATED, "made") + ")";

    private static final String TOO_MANY =
            "(select count(*) from folder where account_id = $1) + (select count(*) from missing) > $4";

    private static final String NO_MAILBOX = "not exists (select from mailbox where account_id = $1)";

    /** The last of the names. */
    private static final String WANTED = "($2::text[])[cardinality($2::text[])]";

    /** $2, $3: see {@link #MISSING}; $4: the limit; $5: the special use. */
    static final String CREATE = """
        with %1$s,
        verdict as (
            select case
                when %3$s then 'NOT_FOUND'
                when not exists (select from missing where name = %5$s) then 'ALREADY_EXISTS'
                when %4$s then 'TOO_MANY'
                else 'DONE' end as outcome),
        %2$s,
        %6$s
        select v.outcome, m.* from verdict v left join made m on m.name = %5$s\
        """.formatted(
                    MISSING,
                    COUNTED,
                    NO_MAILBOX,
                    TOO_MANY,
                    WANTED,
                    MADE.formatted("case when m.name = " + WANTED + " then $5::text end", "1"));

    /**
     * $2: names above the new one, the outermost first; $3: an id for each; $4: the limit; $5: the old name; $6: the new
     * one; $7, $8: octets and levels of a name. That names are unique is checked when all of them have changed.
     */
    static final String RENAME = """
        with moving as (
            select id, name, $6 || substr(name, length($5) + 1) as renamed from folder
            where account_id = $1 and (name = $5 or starts_with(name, $5 || '/'))),
        %1$s,
        verdict as (
            select case
                when not exists (select from moving where name = $5) then 'NOT_FOUND'
                when $5 = $6 or exists (
                    select from folder f join moving m on f.name = m.renamed
                    where f.account_id = $1 and f.id not in (select id from moving)) then 'ALREADY_EXISTS'
                when exists (
                    select from moving where octet_length(renamed) > $7
                        or cardinality(string_to_array(renamed, '/')) > $8) then 'NOT_ALLOWED'
                when %3$s then 'TOO_MANY'
                else 'DONE' end as outcome),
        %2$s,
        %4$s,
        renamed as (
            update folder f set name = m.renamed, modseq = c.modseq from moving m, counted c
            where f.account_id = $1 and f.id = m.id
            returning f.id, f.name, f.special_use, f.uidvalidity, f.uidnext, f.modseq),
        happened as (
        %5$s)
        select v.outcome, r.* from verdict v left join renamed r on r.name = $6\
        """.formatted(
                    MISSING,
                    COUNTED,
                    TOO_MANY,
                    MADE.formatted("null", "1"),
                    OutboxSql.folders(EventType.FOLDER_RENAMED, "renamed"));

    /** $2, $3: see {@link #MISSING}; $4: the limit. All of INBOX moves into the new folder, with UIDs from 1. */
    static final String RENAME_INBOX = """
        with inbox as (
            select id from folder where account_id = $1 and name = 'INBOX'),
        %1$s,
        source as (
            select m.uid, m.id, row_number() over (order by m.uid) as k from message m, inbox i
            where m.account_id = $1 and m.folder_id = i.id),
        verdict as (
            select case
                when not exists (select from inbox) then 'NOT_FOUND'
                when not exists (select from missing where name = %4$s) then 'ALREADY_EXISTS'
                when %3$s then 'TOO_MANY'
                else 'DONE' end as outcome),
        %2$s,
        %5$s,
        emptied as (
            update folder f set modseq = c.modseq from inbox i, counted c where f.account_id = $1 and f.id = i.id),
        moved as (
            update message m set folder_id = n.id, uid = s.k, modseq = c.modseq, saved_at = now()
            from source s, inbox i, made n, counted c
            where n.name = %4$s and m.account_id = $1 and m.folder_id = i.id and m.uid = s.uid
            returning m.uid, m.id),
        logged as (
            insert into expunged (account_id, folder_id, modseq, uid)
            select $1, i.id, c.modseq, s.uid from source s, inbox i, counted c),
        happened as (
        %6$s),
        arrived as (
        %7$s)
        select v.outcome, m.*, (select id from inbox) as inbox_id
        from verdict v left join made m on m.name = %4$s\
        """.formatted(
            MISSING,
            COUNTED,
            TOO_MANY,
            WANTED,
            MADE.formatted(
                    "null", "case when m.name = " + WANTED + " then 1 + (select count(*) from source) else 1 end"),
            OutboxSql.messages(EventType.MESSAGE_DELETED, "(select id from inbox)", "source"),
            OutboxSql.messages(
                    EventType.MESSAGE_CREATED, "(select id from made where name = " + WANTED + ")", "moved"));

    /** $2: the name. */
    static final String DELETE =
            """
        with doomed as (
            select id, name, special_use, uidvalidity, uidnext, modseq from folder
            where account_id = $1 and name = $2),
        gone as (
            delete from message m using doomed d where m.account_id = $1 and m.folder_id = d.id
            returning m.size, m.blob_hash),
        freed as (
            select count(*) as messages, coalesce(sum(size), 0)::bigint as octets from gone),
        counted as (
            update mailbox b set modseq = b.modseq + 1,
                used_messages = b.used_messages - f.messages, used_octets = b.used_octets - f.octets
            from freed f
            where b.account_id = $1 and exists (select from doomed)
            returning b.modseq, b.tenant_id),
        removed as (
            delete from folder f using doomed d where f.account_id = $1 and f.id = d.id),
        forgotten as (
            delete from expunged e using doomed d where e.account_id = $1 and e.folder_id = d.id),
        %s,
        happened as (
        %s)
        select d.*, c.modseq as counted from doomed d, counted c\
        """.formatted(MessageSql.RELEASED, OutboxSql.folders(EventType.FOLDER_DELETED, "doomed"));

    /**
     * $2: the name; $3: how many an account may have. A row if the name is on the list now; one row, whether the second
     * select sees what the first inserted, as on several nodes, or not.
     */
    static final String SUBSCRIBE = """
        with added as (
            insert into subscription (account_id, name)
            select b.account_id, $2 from mailbox b
            where b.account_id = $1 and (select count(*) from subscription s where s.account_id = $1) < $3
            on conflict do nothing
            returning name)
        select name from added
        union
        select name from subscription where account_id = $1 and name = $2\
        """;

    /** $2: the name. */
    static final String UNSUBSCRIBE = "delete from subscription where account_id = $1 and name = $2";

    static final String SUBSCRIPTIONS = "select name from subscription where account_id = $1";

    private FolderSql() {}
}
