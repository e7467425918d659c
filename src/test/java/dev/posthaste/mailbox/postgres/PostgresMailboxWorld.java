package dev.posthaste.mailbox.postgres;

import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.Uuid7;
import dev.posthaste.mailbox.ChangeFeed;
import dev.posthaste.mailbox.FolderStore;
import dev.posthaste.mailbox.Glance;
import dev.posthaste.mailbox.Letter;
import dev.posthaste.mailbox.LocalChangeFeed;
import dev.posthaste.mailbox.MailboxStore;
import dev.posthaste.mailbox.MailboxWorld;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.UUID;

/** The world of a database with the project's schema. */
final class PostgresMailboxWorld implements MailboxWorld {

    /** In the order of locks, like the door: mailbox, folder, message, blob. */
    private static final String DELIVER = """
            with counted as (
                update mailbox set modseq = modseq + 1, used_messages = used_messages + 1, used_octets = used_octets + $5
                where account_id = $1 returning tenant_id, modseq),
            placed as (
                update folder f set uidnext = f.uidnext + 1, modseq = c.modseq from counted c
                where f.account_id = $1 and f.id = $2 returning f.uidnext - 1 as uid),
            arrived as (
                insert into message (account_id, folder_id, uid, id, tenant_id, blob_hash, size, flags, modseq,
                                     internal_date, saved_at, email_id, prefix)
                select $1, $2, p.uid, $3, c.tenant_id, $4, $5, $6, c.modseq, $7, now(), null, $8 from counted c, placed p
                returning uid),
            kept as (
                insert into blob as b (account_id, tenant_id, hash, size, structure, preview, search_text, search_is_cut,
                                       base_subject, has_attachment, thread_id, data)
                select $1, c.tenant_id, $4, length($9), $10, $11, $12, $13, '', false, $3, $9 from counted c
                on conflict (account_id, hash) do update set size = b.size where false)
            select uid from arrived""";

    private final Pool pool;
    private final LocalChangeFeed feed = new LocalChangeFeed();
    private final Uuid7 ids = new Uuid7(InstantSource.system());
    private final FolderStore folders;
    private final MailboxStore messages;

    PostgresMailboxWorld(Pool pool) {
        this.pool = pool;
        this.folders = new PostgresFolderStore(pool, feed, ids);
        this.messages = new PostgresMailboxStore(pool, feed, ids);
    }

    @Override
    public FolderStore folders() {
        return folders;
    }

    @Override
    public MailboxStore messages() {
        return messages;
    }

    @Override
    public ChangeFeed feed() {
        return feed;
    }

    @Override
    public AccountId account(long quotaOctets, long quotaMessages) {
        return account(ids.next(), quotaOctets, quotaMessages);
    }

    /** Another account of this tenant. */
    AccountId account(UUID tenant, long quotaOctets, long quotaMessages) {
        UUID account = ids.next();
        Tuple arguments = Tuple.of(account, tenant, ids.next(), quotaOctets, quotaMessages)
                .addLong(1000L);
        pool.preparedQuery("select create_mailbox($1, $2, $3, $4, $5, $6)").executeAndAwait(arguments);
        return new AccountId(account);
    }

    @Override
    public long deliver(AccountId account, FolderId folder, Letter letter) {
        Glance glance = Glance.plain(letter.bytes());
        Tuple arguments = Tuple.tuple()
                .addUUID(account.value())
                .addUUID(folder.value())
                .addUUID(ids.next())
                .addValue(Buffer.buffer(sha256(letter.bytes())))
                .addLong(letter.size())
                .addLong(letter.flags())
                .addOffsetDateTime(letter.internalDate().atOffset(ZoneOffset.UTC))
                .addValue(Buffer.buffer(letter.prefix()))
                .addValue(Buffer.buffer(letter.bytes()))
                .addValue(Buffer.buffer(glance.structure()))
                .addString(glance.preview())
                .addString(glance.searchText())
                .addBoolean(glance.cut());
        return number(DELIVER, arguments);
    }

    @Override
    public long references(AccountId account, byte[] bytes) {
        return number("""
                select count(*) from message m
                where m.account_id = $1 and m.blob_hash = $2""", Tuple.of(account.value(), Buffer.buffer(sha256(bytes))));
    }

    /** The number that a statement answers with. */
    long number(String sql, Tuple arguments) {
        Row row = pool.preparedQuery(sql).executeAndAwait(arguments).iterator().next();
        return row.getLong(0);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
