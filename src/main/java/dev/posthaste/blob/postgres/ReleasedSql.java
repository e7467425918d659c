package dev.posthaste.blob.postgres;

import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/** The statements of {@link ReleasedBlobs}, for blobs of accounts and for large blobs of tenants. $1 is the owner. */
enum ReleasedSql {
    /** Small or large content of one account, to which its messages refer. */
    OF_ACCOUNTS("""
            select distinct account_id as owner from (
                select account_id from blob_released where released_at < now() - make_interval(secs => $1)
                order by released_at limit $2) r""", """
            with taken as materialized (
                select released_at, hash from blob_released
                where account_id = $1 and released_at < now() - make_interval(secs => $2)
                order by released_at, hash limit $3 for update skip locked)
            delete from blob_released r using taken t
            where r.account_id = $1 and r.released_at = t.released_at and r.hash = t.hash
            returning r.hash""", """
            select hash from blob where account_id = $1 and hash = any ($2::bytea[])
            order by hash for update skip locked""", """
            delete from blob b
            where b.account_id = $1 and b.hash = any ($2::bytea[])
                and not exists (
                    select from message m
                    where substring(uuid_send(m.account_id) from 13 for 4) || substring(m.blob_hash from 1 for 3)
                            = substring(uuid_send($1::uuid) from 13 for 4) || substring(b.hash from 1 for 3)
                        and m.account_id = $1 and m.blob_hash = b.hash)
            returning case when b.data is null then b.tenant_id end as tenant_id, b.hash""", """
            insert into blob_released (account_id, released_at, hash)
            select $1, now(), hash from blob where account_id = $1 and hash = any ($2::bytea[])
            on conflict do nothing""", """
            insert into large_blob_released (tenant_id, released_at, hash)
            select tenant_id, now(), hash from unnest($1::uuid[], $2::bytea[]) as b (tenant_id, hash)
            on conflict do nothing""") {
        @Override
        void addNext(Tuple arguments, List<Row> gone) {
            arguments.addArrayOfBuffer(gone.stream()
                    .map(row -> row.getDelegate().getBuffer("hash"))
                    .toArray(Buffer[]::new));
        }
    },

    /** Large content of one tenant. Who refers to it is asked of all its accounts and emails, by an index of such rows alone. */
    LARGE("""
            select distinct tenant_id as owner from (
                select tenant_id from large_blob_released where released_at < now() - make_interval(secs => $1)
                order by released_at limit $2) r""", """
            with taken as materialized (
                select released_at, hash from large_blob_released
                where tenant_id = $1 and released_at < now() - make_interval(secs => $2)
                order by released_at, hash limit $3 for update skip locked)
            delete from large_blob_released r using taken t
            where r.tenant_id = $1 and r.released_at = t.released_at and r.hash = t.hash
            returning r.hash""", """
            select hash from large_blob where tenant_id = $1 and hash = any ($2::bytea[])
            order by hash for update skip locked""", """
            delete from large_blob l
            where l.tenant_id = $1 and l.hash = any ($2::bytea[])
                and not exists (
                    select from blob b where b.tenant_id = $1 and b.hash = l.hash and b.data is null)
                and not exists (
                    select from queued_blob q where q.tenant_id = $1 and q.hash = l.hash and q.data is null)
            returning l.tenant_id, l.upload, l.hash""", """
            insert into large_blob_released (tenant_id, released_at, hash)
            select $1, now(), hash from large_blob where tenant_id = $1 and hash = any ($2::bytea[])
            on conflict do nothing""", """
            insert into blob_upload (tenant_id, upload, started_at)
            select tenant_id, upload, now() from unnest($1::uuid[], $2::uuid[]) as u (tenant_id, upload)
            on conflict (tenant_id, upload) do update set started_at = excluded.started_at""") {
        @Override
        void addNext(Tuple arguments, List<Row> gone) {
            arguments.addArrayOfUUID(
                    gone.stream().map(row -> row.getUUID("upload")).toArray(UUID[]::new));
        }
    };

    private final String owners;
    private final String take;
    private final String lock;
    private final String delete;
    private final String putBack;
    private final String next;

    ReleasedSql(String owners, String take, String lock, String delete, String putBack, String next) {
        this.owners = owners;
        this.take = take;
        this.lock = lock;
        this.delete = delete;
        this.putBack = putBack;
        this.next = next;
    }

    /** $1: seconds; $2: how many notes are looked at. Owners with notes that are older. */
    String owners() {
        return owners;
    }

    /** $2: seconds; $3: how many. Removes old notes and returns their blobs. */
    String take() {
        return take;
    }

    /** $2: the blobs. Rows of blobs never change, so that none can be lost between the search and the lock. */
    String lock() {
        return lock;
    }

    /** $2: blobs that are locked. Deletes those that nothing refers to; with {@code tenant_id} if they had large content. */
    String delete() {
        return delete;
    }

    /** $2: blobs that another transaction had locked. It may still fail: they are looked at another time. */
    String putBack() {
        return putBack;
    }

    /** $1: tenants, $2: see {@link #addNext}. Notes that what the deleted blobs referred to has lost a reference. */
    String next() {
        return next;
    }

    abstract void addNext(Tuple arguments, List<Row> gone);
}
