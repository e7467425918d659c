package dev.posthaste.mailbox.postgres;

import dev.posthaste.event.EventType;
import dev.posthaste.event.postgres.OutboxSql;
import dev.posthaste.mailbox.Flags;

/** The statements of {@link PostgresMailboxStore}. $1 is the account, $2 the folder, unless said otherwise. */
final class MessageSql {

    /** The folder of a statement that also reads its messages. */
    private static final String FOLDER_COLUMNS =
            "f.id, f.name, f.special_use, f.uidvalidity, f.uidnext, f.recent_from, f.modseq";

    private static final String MESSAGE_COLUMNS = """
            m.folder_id, m.id, m.uid, m.flags, m.modseq, m.internal_date, m.prefix, m.tenant_id, m.blob_hash,
                b.size as blob_size, b.structure, b.preview""";

    /** The same of a message that is looked at without its blob. */
    private static final String ROW_COLUMNS = """
            m.folder_id, m.id, m.uid, m.flags, m.modseq, m.internal_date, m.prefix, m.tenant_id, m.blob_hash,
                m.size - octet_length(m.prefix) as blob_size, ''::bytea as structure, '' as preview""";

    private static final String WITH_BLOB =
            "join blob b on b.account_id = m.account_id and b.account_id = $1 and b.hash = m.blob_hash";

    /** The same, looked up for each message: a plan that was made while there were few blobs must not read all of them. */
    private static final String WITH_ITS_BLOB = """
            cross join lateral (select * from blob where account_id = $1 and hash = m.blob_hash offset 0) b""";

    /** Three arrays over the messages {@code m}. */
    private static final String ARRAYS = "%s as uids, %s as flags, %s as modseqs"
            .formatted(
                    PackedLongs.sql("m.uid", "m.uid"),
                    PackedLongs.sql("m.flags", "m.uid"),
                    PackedLongs.sql("m.modseq", "m.uid"));

    static final String OPEN = """
            select f.*, b.keywords, a.*
            from (select %1$s from folder f where f.account_id = $1 and f.id = $2) f
            join mailbox b on b.account_id = $1
            cross join (select %2$s from message m where m.account_id = $1 and m.folder_id = $2) a""".formatted(FOLDER_COLUMNS, ARRAYS);

    /**
     * $3: where the recent messages began when they were looked at, $4: where they ended. A row if nobody has taken them
     * since: of two that open at once one gets them.
     */
    static final String TAKE_RECENT = """
            update folder set recent_from = $4 where account_id = $1 and id = $2 and recent_from = $3
            returning recent_from""";

    /** $3: how many, the newest of them. The numbers of an id are its two halves. */
    static final String SIZES = """
            select %1$s as uids, %2$s as sizes,
                coalesce(string_agg(uuid_send(m.id), ''::bytea order by m.uid), '') as ids
            from folder f
            left join lateral (
                select uid, size, id from message
                where account_id = $1 and folder_id = $2
                order by uid desc limit $3) m on true
            where f.account_id = $1 and f.id = $2
            group by f.id""".formatted(PackedLongs.sql("m.uid", "m.uid"), PackedLongs.sql("m.size", "m.uid"));

    /** $3: the MODSEQ. */
    static final String CHANGES = """
            select f.*, b.keywords, a.*, e.expunged
            from (select %1$s, f.expunged_floor from folder f where f.account_id = $1 and f.id = $2) f
            join mailbox b on b.account_id = $1
            cross join (
                select %2$s from message m where m.account_id = $1 and m.folder_id = $2 and m.modseq > $3) a
            cross join (
                select %3$s as expunged from expunged e
                where e.account_id = $1 and e.folder_id = $2 and e.modseq > $3) e""".formatted(FOLDER_COLUMNS, ARRAYS, PackedLongs.sql("e.uid", "e.uid"));

    /**
     * The messages {@code m} whose UIDs lie in the ranges from $3 to $4: each range is looked up in the primary key, however
     * many messages the folder has. The select of its own, which is not drawn into what is around it because it is ordered,
     * leaves PostgreSQL no other way. With {@code = any}, or a plain join, it reads the whole folder where its statistics
     * take that for a message or two.
     */
    private static final String IN_RANGES = """
            unnest($3::bigint[], $4::bigint[]) r (first, last)
            cross join lateral (
                select * from message
                where account_id = $1 and folder_id = $2 and uid between r.first and r.last
                order by uid) m""";

    static final String MESSAGES = """
            select %s
            from %s %s
            order by m.uid""".formatted(MESSAGE_COLUMNS, IN_RANGES, WITH_ITS_BLOB);

    static final String ROWS = """
            select %s
            from %s
            order by m.uid""".formatted(ROW_COLUMNS, IN_RANGES);

    /**
     * $5: blobs of up to so many octets are read whole; $6: octets that are read of others; $7: a message is left out when
     * those before it have so many octets.
     */
    static final String EXCERPTS = """
            select %s, case when b.size <= $5::bigint then b.data else substring(b.data for $6::integer) end as beginning
            from (
                select m.*, coalesce(sum(case when m.size <= $5::bigint then m.size else $6::integer end::integer) over (
                    order by m.uid rows between unbounded preceding and 1 preceding), 0) as before
                from %s) m %s
            where m.before < $7
            order by m.uid""".formatted(MESSAGE_COLUMNS, IN_RANGES, WITH_ITS_BLOB);

    /** $2: the message. Its folder is not known, but folders are few, and each is one look into the index. */
    static final String MESSAGE = """
            select %s
            from folder f
            join message m on m.account_id = f.account_id and m.account_id = $1 and m.folder_id = f.id %s
            where f.account_id = $1 and m.id = $2""".formatted(MESSAGE_COLUMNS, WITH_BLOB);

    /** A page; {@code %1$s} is where its messages are looked for and {@code %2$s} a further condition. */
    private static final String PAGE = """
            with page as (
                select p.*
                from folder f
                cross join lateral (
                    select m.*
                    from message m %1$s
                    where m.account_id = $1 and m.folder_id = f.id and m.id < $3 %2$s
                    order by m.id desc limit $4) p
                where f.account_id = $1 and ($2 = '00000000-0000-0000-0000-000000000000'::uuid or f.id = $2)
                order by p.id desc limit $4)
            select %3$s
            from page m %4$s
            order by m.id desc""";

    /**
     * $2: the folder, or the nil UUID for all; $3: only ids below this one; $4: how many. The newest of each folder are
     * read from the end of its part of the index, and the newest of these are the page.
     */
    static final String LIST = PAGE.formatted("", "", MESSAGE_COLUMNS, WITH_BLOB);

    /** The same with $5: the words. */
    static final String LIST_WITH_WORDS = PAGE.formatted(
            WITH_BLOB,
            "and not exists (select from unnest($5::text[]) w (word) where strpos(b.search_text, w.word) = 0)",
            MESSAGE_COLUMNS,
            WITH_BLOB);

    /**
     * $3: the UIDs, $4: bits to clear, $5: bits to set, $6: the MODSEQ above which a message stays as it is. {@code
     * counted} has a row only if a flag moves.
     */
    static final String CHANGE_FLAGS = """
            with target as (
                select t.*, t.wanted <> t.flags and t.modseq <= $6 as moves
                from (select uid, flags, modseq, (flags & ~$4::bigint) | $5::bigint as wanted from message
                      where account_id = $1 and folder_id = $2 and uid = any ($3::bigint[])) t),
            counted as (
                update mailbox set modseq = modseq + 1
                where account_id = $1 and exists (select from target where moves)
                returning modseq, tenant_id),
            said as (
                update folder f set modseq = c.modseq from counted c where f.account_id = $1 and f.id = $2),
            changed as (
                update message m set flags = t.wanted, modseq = c.modseq from target t, counted c
                where t.moves and m.account_id = $1 and m.folder_id = $2 and m.uid = t.uid
                returning m.uid, m.id),
            happened as (
            %4$s)
            select (select modseq from counted) as counted,
                %1$s as uids, %2$s as flags, %3$s as modseqs,
                coalesce(string_agg(int8send(m.uid), ''::bytea order by m.uid) filter (where m.modseq > $6), '') as modified
            from target m""".formatted(
                    PackedLongs.sql("m.uid", "m.uid"),
                    PackedLongs.sql("case when m.moves then m.wanted else m.flags end", "m.uid"),
                    PackedLongs.sql("case when m.moves then (select modseq from counted) else m.modseq end", "m.uid"),
                    OutboxSql.messages(EventType.MESSAGE_UPDATED, "$2::uuid", "changed"));

    /**
     * Tells the sweep which blobs the rows of {@code gone} referred to. Nothing is locked or counted for it: see {@code
     * blob.postgres}. A copy needs not even that, since its source holds the blob until the copy is there.
     */
    static final String RELEASED = """
            released as (
                insert into blob_released (account_id, released_at, hash)
                select $1, now(), blob_hash from gone group by blob_hash
                on conflict do nothing)""";

    /**
     * $2: the source, $3: the UIDs, $4: the target, $5: the time and count of the first new id (48 and 12 bits). The ids
     * are made here, so that no row has to travel, and ascend as the UIDs do; any server can make them (uuidv7() came
     * with PostgreSQL 18). {@code counted} has a row only if there is something to copy, a target, and room.
     */
    static final String COPY = """
            with source as (
                select m.*, row_number() over (order by m.uid) - 1 as k from message m
                where m.account_id = $1 and m.folder_id = $2 and m.uid = any ($3::bigint[])),
            needed as (
                select count(*) as messages, coalesce(sum(size), 0)::bigint as octets, %1$s as uids from source),
            target as (
                select uidvalidity, uidnext from folder where account_id = $1 and id = $4),
            counted as (
                update mailbox b set modseq = b.modseq + 1,
                    used_messages = b.used_messages + n.messages, used_octets = b.used_octets + n.octets
                from needed n, target
                where b.account_id = $1 and n.messages > 0
                    and b.used_messages + n.messages <= b.quota_messages
                    and b.used_octets + n.octets <= b.quota_octets
                returning b.modseq, b.tenant_id),
            placed as (
                update folder f set uidnext = f.uidnext + n.messages, modseq = c.modseq from needed n, counted c
                where f.account_id = $1 and f.id = $4),
            copied as (
                insert into message (account_id, folder_id, uid, id, tenant_id, blob_hash, size, flags, modseq,
                                     internal_date, saved_at, email_id, prefix)
                select s.account_id, $4, t.uidnext + s.k,
                    encode(int8send(((($5 + s.k) >> 12) << 16) | 28672 | (($5 + s.k) & 4095))
                        || substring(uuid_send(gen_random_uuid()) from 9), 'hex')::uuid,
                    s.tenant_id, s.blob_hash, s.size, s.flags, c.modseq, s.internal_date, now(), s.email_id, s.prefix
                from source s, target t, counted c
                returning uid, id),
            happened as (
            %2$s)
            select n.uids, t.uidvalidity, t.uidnext as first_uid, (select modseq from counted) as counted
            from needed n left join target t on true""".formatted(
                    PackedLongs.sql("uid", "uid"), OutboxSql.messages(EventType.MESSAGE_CREATED, "$4::uuid", "copied"));

    /** $2: the source, $3: the UIDs, $4: the target. The account holds no more than before: no quota is asked. */
    static final String MOVE = """
            with source as (
                select m.uid, m.id, row_number() over (order by m.uid) - 1 as k from message m
                where m.account_id = $1 and m.folder_id = $2 and m.uid = any ($3::bigint[])),
            needed as (
                select count(*) as messages, %1$s as uids from source),
            target as (
                select uidvalidity, uidnext from folder where account_id = $1 and id = $4),
            counted as (
                update mailbox b set modseq = b.modseq + 1 from needed n, target
                where b.account_id = $1 and n.messages > 0
                returning b.modseq, b.tenant_id),
            placed as (
                update folder f set modseq = c.modseq,
                    uidnext = f.uidnext + case when f.id = $4 then n.messages else 0 end
                from needed n, counted c
                where f.account_id = $1 and f.id in ($2, $4)),
            moved as (
                update message m set folder_id = $4, uid = t.uidnext + s.k, modseq = c.modseq, saved_at = now()
                from source s, target t, counted c
                where m.account_id = $1 and m.folder_id = $2 and m.uid = s.uid
                returning m.uid, m.id),
            logged as (
                insert into expunged (account_id, folder_id, modseq, uid)
                select $1, $2, c.modseq, s.uid from source s, counted c),
            happened as (
            %2$s),
            arrived as (
            %3$s)
            select n.uids, t.uidvalidity, t.uidnext as first_uid, (select modseq from counted) as counted
            from needed n left join target t on true""".formatted(
                    PackedLongs.sql("uid", "uid"),
                    OutboxSql.messages(EventType.MESSAGE_DELETED, "$2::uuid", "source"),
                    OutboxSql.messages(EventType.MESSAGE_CREATED, "$4::uuid", "moved"));

    private static final String MARKED = "(flags & " + Flags.DELETED + ") <> 0";
    private static final String NAMED = "uid = any ($3::bigint[])";

    /** All that are marked {@code \Deleted}. */
    static final String EXPUNGE = remove(MARKED);

    /** $3: the UIDs. */
    static final String EXPUNGE_NAMED = remove(MARKED + " and " + NAMED);

    /** $3: the UIDs. */
    static final String DELETE = remove(NAMED);

    private static String remove(String condition) {
        return """
            with gone as (
                delete from message where account_id = $1 and folder_id = $2 and %1$s
                returning uid, id, size, blob_hash),
            freed as (
                select count(*) as messages, coalesce(sum(size), 0)::bigint as octets, %2$s as uids from gone),
            counted as (
                update mailbox b set modseq = b.modseq + 1,
                    used_messages = b.used_messages - f.messages, used_octets = b.used_octets - f.octets
                from freed f
                where b.account_id = $1 and f.messages > 0
                returning b.modseq, b.tenant_id),
            said as (
                update folder f set modseq = c.modseq from counted c where f.account_id = $1 and f.id = $2),
            logged as (
                insert into expunged (account_id, folder_id, modseq, uid)
                select $1, $2, c.modseq, g.uid from gone g, counted c),
            %3$s,
            happened as (
            %4$s)
            select f.uids, (select modseq from counted) as counted from freed f""".formatted(
                        condition,
                        PackedLongs.sql("uid", "uid"),
                        RELEASED,
                        OutboxSql.messages(EventType.MESSAGE_DELETED, "$2::uuid", "gone"));
    }

    /** $1: seconds; $2: how many. Accounts whose log of what was expunged has entries that are older. */
    static final String ACCOUNTS_WITH_OLD_LOG = """
            select distinct account_id from (
                select account_id from expunged where expunged_at < now() - make_interval(secs => $1)
                order by expunged_at limit $2) e""";

    /**
     * $2: seconds; $3: how many. Forgets what was expunged longer ago, and says in each folder how far the log reaches back
     * from now on. Entries of one MODSEQ may go in two portions: what is at or below the floor is not relied on.
     */
    static final String FORGET_EXPUNGED = """
            with old as (
                select folder_id, modseq, uid from expunged
                where account_id = $1 and expunged_at < now() - make_interval(secs => $2)
                order by expunged_at limit $3),
            gone as (
                delete from expunged e using old o
                where e.account_id = $1 and e.folder_id = o.folder_id and e.modseq = o.modseq and e.uid = o.uid
                returning e.folder_id, e.modseq),
            floors as (
                select folder_id, max(modseq) as modseq from gone group by folder_id),
            raised as (
                update folder f set expunged_floor = greatest(f.expunged_floor, n.modseq) from floors n
                where f.account_id = $1 and f.id = n.folder_id)
            select count(*) as forgotten from gone""";

    /** $3: the needle. */
    static final String SEARCH = """
            select
                coalesce(string_agg(int8send(s.uid), ''::bytea order by s.uid) filter (where s.hit), '') as hits,
                coalesce(string_agg(int8send(s.uid), ''::bytea order by s.uid) filter (where not s.hit and s.cut), '') as cut
            from (select m.uid, strpos(b.search_text, $3) > 0 as hit, b.search_is_cut as cut
                  from message m %s
                  where m.account_id = $1 and m.folder_id = $2) s""".formatted(WITH_BLOB);

    static final String KEYWORDS = "select keywords from mailbox where account_id = $1";

    /** $2: keywords, each once; $3: how many an account may have. No row if they would be more. */
    static final String REGISTER_KEYWORDS = """
            update mailbox b set keywords = b.keywords || n.keywords
            from (select coalesce(array_agg(w.keyword order by w.n), '{}') as keywords
                  from unnest($2::text[]) with ordinality w (keyword, n)
                  where not exists (
                      select from mailbox o, unnest(o.keywords) k (keyword)
                      where o.account_id = $1
                          and lower(k.keyword collate "C") = lower(w.keyword collate "C"))) n
            where b.account_id = $1 and cardinality(b.keywords) + cardinality(n.keywords) <= $3
            returning b.keywords""";

    static final String STORAGE =
            "select used_octets, used_messages, quota_octets, quota_messages from mailbox where account_id = $1";

    private MessageSql() {}
}
