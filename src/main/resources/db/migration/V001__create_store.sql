-- The store of Posthaste. Times are set by the server; sizes are octets; ids are UUIDs made by the server.
--
-- Every table belongs to one of four groups, by the column that src/main/resources/db/distribute.sql distributes it by:
--   account_id  mailboxes: mailbox, folder, subscription, message, expunged, maildrop_lease, blob, blob_released
--   bucket      queue: email, recipient, attempt, queued_blob, idempotency_key
--   tenant_id   large content: large_blob, large_blob_released, blob_chunk, blob_upload
--   none        reference tables, small and on every node: tenant, hosted_domain, signing_key, account, address, api_key,
--               certificate
-- The distribution column is the first column of the primary key and part of every unique constraint of its table.
--
-- Lock order: mailbox by account_id, folder, message, blob, large_blob, email, recipient; each by its key.

-- ------------------------------------------------------------------------------------- account: tenants and accounts

create table tenant (
    id         uuid primary key,
    name       text not null unique,
    created_at timestamptz not null
);

create table hosted_domain (
    tenant_id  uuid not null,
    id         uuid not null,
    name       text not null unique,
    created_at timestamptz not null,
    primary key (tenant_id, id)
);

create table signing_key (
    tenant_id      uuid not null,
    domain_id      uuid not null,
    selector       text not null,
    algorithm      text not null,
    sealed_private bytea not null,
    public_key     bytea not null,
    created_at     timestamptz not null,
    primary key (tenant_id, domain_id, selector)
);

create table account (
    tenant_id     uuid not null,
    id            uuid not null unique,
    domain_id     uuid not null,
    address       text not null,
    display_name  text not null,
    password_hash text not null,
    inbox_id      uuid not null,
    created_at    timestamptz not null,
    primary key (tenant_id, id)
);

-- Every address of an account: its own, its aliases, and catch-alls, which are folded to '@domain'. One table, so that
-- an address is unique in the whole server.
create table address (
    folded     text primary key,
    tenant_id  uuid not null,
    id         uuid not null unique,
    account_id uuid not null,
    domain_id  uuid not null,
    kind       text not null check (kind in ('own', 'alias', 'catch_all')),
    written    text not null,
    created_at timestamptz not null
);
create index address_by_account on address (tenant_id, account_id);
create index address_by_domain on address (tenant_id, domain_id);

create table api_key (
    tenant_id   uuid not null,
    id          uuid not null,
    name        text not null,
    scopes      text[] not null,
    secret_hash bytea not null unique,
    created_at  timestamptz not null,
    revoked_at  timestamptz,
    primary key (tenant_id, id)
);

-- -------------------------------------------------------------------------------- certificate: server certificates

create table certificate (
    tenant_id   uuid not null,
    id          uuid not null,
    source      text not null,
    fingerprint text not null,
    chain_pem   text not null,
    sealed_key  bytea not null,
    created_at  timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, fingerprint)
);

-- -------------------------------------------------------------------------------------------- blob: message bytes

-- The content of messages, once per account and content. A row is written once and never changed. data holds the octets
-- of small content (BlobStore.INLINE_MAX); null: the octets are in the large_blob of the tenant with the same hash. There
-- are no reference counts: the messages that name a blob are the truth, and a transaction that removes such a message
-- adds the blob to blob_released. sent_at is the Date field; thread_id is the same for all messages of a thread.
create table blob (
    account_id     uuid not null,
    hash           bytea not null,
    tenant_id      uuid not null,
    size           bigint not null,
    structure      bytea not null,
    preview        text not null,
    search_text    text not null,
    search_is_cut  boolean not null,
    base_subject   text not null,
    sent_at        timestamptz,
    has_attachment boolean not null,
    thread_id      uuid not null,
    data           bytea,
    primary key (account_id, hash)
) with (toast_tuple_target = 8160);
alter table blob alter column data set storage external;
alter table blob alter column structure set storage main;
-- Which accounts refer to a large_blob.
create index blob_by_large_blob on blob (tenant_id, hash) where data is null;

-- Blobs that lost a reference, perhaps not their last one. The sweep checks them a day later.
create table blob_released (
    account_id  uuid not null,
    released_at timestamptz not null,
    hash        bytea not null,
    primary key (account_id, released_at, hash)
);
create index blob_released_by_age on blob_released (released_at);

-- Large content, once per tenant and content: the upload whose chunks hold its octets. Rows of blob and queued_blob
-- without data refer to it.
create table large_blob (
    tenant_id uuid not null,
    hash      bytea not null,
    size      bigint not null,
    upload    uuid not null,
    primary key (tenant_id, hash)
);
create index large_blob_by_upload on large_blob (tenant_id, upload);

-- Large blobs that lost a reference, perhaps not their last one.
create table large_blob_released (
    tenant_id   uuid not null,
    released_at timestamptz not null,
    hash        bytea not null,
    primary key (tenant_id, released_at, hash)
);
create index large_blob_released_by_age on large_blob_released (released_at);

create table blob_chunk (
    tenant_id uuid not null,
    upload    uuid not null,
    n         integer not null,
    data      bytea not null,
    primary key (tenant_id, upload, n)
);
alter table blob_chunk alter column data set storage external;

-- Uploads whose chunks may exist although no large_blob names them.
create table blob_upload (
    tenant_id  uuid not null,
    upload     uuid not null,
    started_at timestamptz not null,
    primary key (tenant_id, upload)
);

-- ------------------------------------------------------------------------------------ mailbox: folders and messages

-- One row per account: what all its folders share. modseq ascends with every change; keywords are in the order of
-- their bits. A transaction that changes messages of an account locks this row first.
create table mailbox (
    account_id       uuid primary key,
    tenant_id        uuid not null,
    modseq           bigint not null,
    last_uidvalidity bigint not null,
    used_octets      bigint not null,
    used_messages    bigint not null,
    quota_octets     bigint not null,
    quota_messages   bigint not null,
    keywords         text[] not null,
    check (used_octets >= 0 and used_messages >= 0)
) with (fillfactor = 50);

-- That names are unique is checked at the end of a statement (deferrable), because a/b and a/b/b may become a and a/b.
create table folder (
    account_id   uuid not null,
    id           uuid not null,
    name         text not null,
    special_use  text,
    uidvalidity  bigint not null,
    uidnext      bigint not null,
    recent_from  bigint not null,
    modseq       bigint not null,
    -- UIDs that were expunged at this MODSEQ or before may be missing in expunged.
    expunged_floor bigint not null default 0,
    primary key (account_id, id),
    unique (account_id, name) deferrable
) with (fillfactor = 50);

create table subscription (
    account_id uuid not null,
    name       text not null,
    primary key (account_id, name)
);

create table message (
    account_id    uuid not null,
    folder_id     uuid not null,
    uid           bigint not null,
    id            uuid not null,
    tenant_id     uuid not null,
    blob_hash     bytea not null,
    size          bigint not null,
    flags         bigint not null,
    modseq        bigint not null,
    internal_date timestamptz not null,
    -- When it was placed in this folder (RFC 8514 SAVEDATE).
    saved_at      timestamptz not null,
    email_id      uuid,
    prefix        bytea not null,
    primary key (account_id, folder_id, uid)
) with (fillfactor = 90);
-- The newest messages of a folder are the end of its part of message_by_id. An id without its folder is looked up in each
-- folder of the account, which saves every delivery an index. The account is not the first column of these two, although
-- every statement names it: PostgreSQL multiplies the selectivity of an account with that of a folder, takes a folder of
-- thousands of messages for one message, and with the same first columns takes any index for as good as the primary key.
create unique index message_by_id on message (folder_id, id, account_id);
create index message_by_modseq on message (folder_id, modseq);
-- Which messages of an account refer to a blob. Seven octets of both tell blobs apart and make the shortest entry.
create index message_by_blob on message
    ((substring(uuid_send(account_id) from 13 for 4) || substring(blob_hash from 1 for 3)));

-- Expunged UIDs, for QRESYNC; folder.expunged_floor says how far this log reaches back.
create table expunged (
    account_id  uuid not null,
    folder_id   uuid not null,
    modseq      bigint not null,
    uid         bigint not null,
    expunged_at timestamptz not null default now(),
    primary key (account_id, folder_id, modseq, uid)
);
create index expunged_by_age on expunged (expunged_at);

-- Which POP3 session has the maildrop of an account. An expired lease is free.
create table maildrop_lease (
    account_id uuid primary key,
    session    uuid not null,
    until      timestamptz not null
) with (fillfactor = 50);

-- Creates the mailbox of a new account: INBOX with the given id, and the special folders, all subscribed.
create function create_mailbox(
    the_account uuid, the_tenant uuid, the_inbox uuid, the_quota_octets bigint, the_quota_messages bigint, first_uidvalidity bigint
) returns void language plpgsql as $$
begin
    insert into mailbox (account_id, tenant_id, modseq, last_uidvalidity, used_octets, used_messages,
                         quota_octets, quota_messages, keywords)
    values (the_account, the_tenant, 1, first_uidvalidity + 5, 0, 0, the_quota_octets, the_quota_messages, '{}');
    insert into folder (account_id, id, name, special_use, uidvalidity, uidnext, recent_from, modseq)
    select the_account, f.id, f.name, f.special_use, first_uidvalidity + f.n, 1, 1, 1
    from (values (0, the_inbox, 'INBOX', null),
                 (1, gen_random_uuid(), 'Sent', 'SENT'),
                 (2, gen_random_uuid(), 'Drafts', 'DRAFTS'),
                 (3, gen_random_uuid(), 'Trash', 'TRASH'),
                 (4, gen_random_uuid(), 'Junk', 'JUNK'),
                 (5, gen_random_uuid(), 'Archive', 'ARCHIVE')) as f (n, id, name, special_use);
    insert into subscription (account_id, name)
    values (the_account, 'INBOX'), (the_account, 'Sent'), (the_account, 'Drafts'), (the_account, 'Trash'),
           (the_account, 'Junk'), (the_account, 'Archive');
end
$$;

-- Sets the quota of an account.
create function set_mailbox_quota(the_account uuid, the_quota_octets bigint, the_quota_messages bigint)
returns void language plpgsql as $$
begin
    update mailbox set quota_octets = the_quota_octets, quota_messages = the_quota_messages
    where account_id = the_account;
end
$$;

-- Deletes all mail of an account. The lock has a statement of its own, so that what follows sees what was committed
-- while it waited.
create function delete_mailbox(the_account uuid) returns void language plpgsql as $$
begin
    perform 1 from mailbox where account_id = the_account for update;
    with gone as (delete from message where account_id = the_account returning blob_hash)
    insert into blob_released (account_id, released_at, hash)
    select the_account, now(), blob_hash from gone group by blob_hash
    on conflict do nothing;
    delete from expunged where account_id = the_account;
    delete from maildrop_lease where account_id = the_account;
    delete from subscription where account_id = the_account;
    delete from folder where account_id = the_account;
    delete from mailbox where account_id = the_account;
end
$$;

-- ------------------------------------------------------------------------------ queue: outgoing email, by bucket

-- A transport object: one submission with its recipients. bucket is the low ten bits of id (EmailId.bucket). entrance:
-- api, submission, notice. available_at: when delivery of scheduled mail begins.
create table email (
    bucket         smallint not null,
    id             uuid not null,
    tenant_id      uuid not null,
    entrance       text not null,
    account_id     uuid,
    reverse_path   text not null,
    author_name    text not null,
    author_address text not null,
    sender_name    text not null,
    sender_address text not null,
    subject        text not null,
    message_id     text not null,
    size           bigint not null,
    blob_hash      bytea not null,
    prefix         bytea not null,
    needs_utf8     boolean not null,
    tags           text[] not null,
    metadata       jsonb not null,
    created_at     timestamptz not null,
    available_at   timestamptz,
    primary key (bucket, id)
);
create index email_by_tenant on email (tenant_id, id);

-- The octets of an email, as long as a recipient waits for them; deleted with the settlement of the last one. data is
-- null for large content, as in blob.
create table queued_blob (
    bucket    smallint not null,
    email_id  uuid not null,
    tenant_id uuid not null,
    hash      bytea not null,
    size      bigint not null,
    data      bytea,
    primary key (bucket, email_id)
) with (toast_tuple_target = 8160);
alter table queued_blob alter column data set storage external;
create index queued_blob_by_large_blob on queued_blob (tenant_id, hash) where data is null;

-- status: delivered, captured, scheduled, queued, deferred, bounced, expired, cancelled. Rows with next_attempt_at are the
-- queue: scheduled (first attempt at available_at), queued, deferred. A leased row belongs to the holder of the lease
-- until leased_until. account_id: the recipient is an account of this server.
create table recipient (
    bucket          smallint not null,
    email_id        uuid not null,
    n               integer not null,
    tenant_id       uuid not null,
    address         text not null,
    role            text not null,
    destination     text not null,
    status          text not null,
    reason          text,
    account_id      uuid,
    attempts        integer not null,
    next_attempt_at timestamptz,
    leased_until    timestamptz,
    lease           uuid,
    last_code       integer,
    last_enhanced   text,
    last_text       text,
    last_host       text,
    settled_at      timestamptz,
    primary key (bucket, email_id, n)
) with (fillfactor = 70);
create index recipient_due on recipient (next_attempt_at, destination) where next_attempt_at is not null;
create index recipient_due_at on recipient (destination, next_attempt_at) where next_attempt_at is not null;

create table attempt (
    bucket      smallint not null,
    email_id    uuid not null,
    n           integer not null,
    attempt     integer not null,
    tenant_id   uuid not null,
    started_at  timestamptz not null,
    finished_at timestamptz not null,
    outcome     text not null,
    host        text,
    tls         text,
    code        integer,
    enhanced    text,
    diagnostic  text not null,
    primary key (bucket, email_id, n, attempt)
);

-- Idempotency keys of all operations. bucket is a hash of the other columns of the key (Buckets.of). scope names the
-- operation. Of the sending of an email: email_id, with the fingerprint of the request; written in the transaction that
-- accepts the email, whose id has the same bucket. Of every other operation: a lease while it runs, then sealed, the
-- encrypted request digest and answer.
create table idempotency_key (
    bucket       smallint not null,
    tenant_id    uuid not null,
    scope        text not null,
    key          text not null,
    fingerprint  bytea,
    email_id     uuid,
    lease        uuid,
    leased_until timestamptz,
    sealed       bytea,
    created_at   timestamptz not null,
    primary key (bucket, tenant_id, scope, key),
    check (num_nonnulls(email_id, lease, sealed) = 1),
    check ((email_id is null) = (fingerprint is null)),
    check ((lease is null) = (leased_until is null))
);
create index idempotency_key_by_age on idempotency_key using brin (created_at);
