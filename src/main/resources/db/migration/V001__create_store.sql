-- The store of Posthaste. The primary key of all that grows with the mail begins with tenant_id or account_id, so that these
-- tables can be distributed by it; what else is unique in them has it, too.
-- Times are the server's; sizes are octets; ids are UUIDs that the server makes.
-- Rows are locked in one order everywhere: mailbox, folder, message, blob, email, recipient; each by its key.

-- ---------------------------------------------------------------------------------------------- account: who is here

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

-- Every address that leads to an account: its own, its aliases, and catch-alls, which are folded to '@domain'. One
-- table, so that an address is given once in the whole server.
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

-- ------------------------------------------------------------------------------------------ api: answers that are kept

-- The idempotency keys of all calls but the sending of emails, whose key is a row of idempotency. While the call is under
-- way the row is leased; sealed, under the master key, is the digest of the request with the answer. scope is a digest of
-- the call and the names in its path.
create table kept_answer (
    tenant_id    uuid not null,
    scope        text not null,
    key          text not null,
    lease        uuid,
    leased_until timestamptz,
    sealed       bytea,
    created_at   timestamptz not null,
    primary key (tenant_id, scope, key),
    check ((sealed is null) = (lease is not null)),
    check ((lease is null) = (leased_until is null))
);
create index kept_answer_by_age on kept_answer using brin (created_at);

-- ------------------------------------------------------------------------------------ certificate: what we present

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

-- A small blob has its bytes in data, a large one in the chunks of its upload. A row is written once and never changed. No
-- references are counted: the messages and emails that name a blob are the truth, and whoever takes one away says so in
-- blob_released.
create table blob (
    tenant_id      uuid not null,
    hash           bytea not null,
    size           bigint not null,
    upload         uuid,
    structure      bytea not null,
    preview        text not null,
    search_text    text not null,
    search_is_cut  boolean not null,
    data           bytea,
    primary key (tenant_id, hash)
) with (toast_tuple_target = 8160);
alter table blob alter column data set storage external;
alter table blob alter column structure set storage main;
create index blob_by_upload on blob (tenant_id, upload) where upload is not null;

-- Blobs that lost a reference, perhaps not their last one: where the sweep looks. The same blob may be here many times.
create table blob_released (
    tenant_id   uuid not null,
    released_at timestamptz not null,
    hash        bytea not null
);
create index blob_released_by_age on blob_released (released_at);

create table blob_chunk (
    tenant_id uuid not null,
    upload    uuid not null,
    n         integer not null,
    data      bytea not null,
    primary key (tenant_id, upload, n)
);
alter table blob_chunk alter column data set storage external;

create table blob_upload (
    tenant_id  uuid not null,
    upload     uuid not null,
    started_at timestamptz not null,
    primary key (tenant_id, upload)
);

-- ------------------------------------------------------------------------------------ mailbox: folders and messages

-- One row per account: what all its folders share. modseq ascends with every change; keywords are in the order of
-- their bits. Whoever changes an account's messages locks this row first.
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
    -- What was expunged at this MODSEQ or before may be forgotten: see expunged.
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
    email_id      uuid,
    prefix        bytea not null,
    primary key (account_id, folder_id, uid)
) with (fillfactor = 90);
-- The newest of a folder are the end of its part; of an account, the newest of its folders. An id without its folder is
-- looked for in each folder of the account: one index less for every delivery to write. Neither has the account in
-- front, although every statement names it: PostgreSQL multiplies how rare an account is with how rare a folder is, takes
-- a folder of thousands for one message, and with the same columns in front would take any index for as good as the
-- primary key. What is unique has it all the same: a table is distributed by it.
create unique index message_by_id on message (folder_id, id, account_id);
create index message_by_modseq on message (folder_id, modseq);
-- Who refers to a blob. The beginning of the hash tells blobs apart, and makes an entry as short as it can be.
create index message_by_blob on message (substring(blob_hash from 1 for 7));

-- UIDs that are gone, until they are too old to be asked for; the floor of the folder says how far this log reaches back.
create table expunged (
    account_id  uuid not null,
    folder_id   uuid not null,
    modseq      bigint not null,
    uid         bigint not null,
    expunged_at timestamptz not null default now(),
    primary key (account_id, folder_id, modseq, uid)
);
create index expunged_by_age on expunged (expunged_at);

-- Which POP3 session has the maildrop of an account. A lease that ran out belongs to nobody.
create table maildrop_lease (
    account_id uuid primary key,
    session    uuid not null,
    until      timestamptz not null
) with (fillfactor = 50);

-- Makes the mailbox of a new account: INBOX with the given id, and the special folders, all subscribed.
create function create_mailbox(
    the_account uuid, the_tenant uuid, the_inbox uuid, the_quota_octets bigint, the_quota_messages bigint, first_uidvalidity bigint
) returns void language sql as $$
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
    select the_account, f.name from folder f where f.account_id = the_account;
$$;

-- Deletes all mail of an account. The lock has a statement of its own: one that reads what it locks sees what was before.
create function delete_mailbox(the_account uuid) returns void language plpgsql as $$
begin
    perform 1 from mailbox where account_id = the_account for update;
    with gone as (delete from message where account_id = the_account returning tenant_id, blob_hash)
    insert into blob_released (tenant_id, released_at, hash) select distinct tenant_id, now(), blob_hash from gone;
    delete from expunged where account_id = the_account;
    delete from maildrop_lease where account_id = the_account;
    delete from subscription where account_id = the_account;
    delete from folder where account_id = the_account;
    delete from mailbox where account_id = the_account;
end
$$;

-- ---------------------------------------------------------------------------------------- email and queue: what goes

-- A transport object: one submission with its recipients. It holds a reference on its blob while released_at is null.
create table email (
    tenant_id    uuid not null,
    id           uuid not null,
    door         text not null,
    account_id   uuid,
    reverse_path text not null,
    header_from  text not null,
    subject      text not null,
    message_id   text not null,
    blob_hash    bytea not null,
    size         bigint not null,
    prefix       bytea not null,
    needs_utf8   boolean not null,
    tags         text[] not null,
    metadata     jsonb not null,
    created_at   timestamptz not null,
    released_at  timestamptz,
    primary key (tenant_id, id)
);

-- Who refers to a blob, as message_by_blob.
create index email_by_blob on email (substring(blob_hash from 1 for 7)) where released_at is null;

-- The idempotency key is a unique row of the transaction that accepts, not an entry of a cache.
create table idempotency (
    tenant_id   uuid not null,
    scope       text not null,
    key         text not null,
    fingerprint bytea not null,
    email_id    uuid not null,
    created_at  timestamptz not null,
    primary key (tenant_id, scope, key)
);
create index idempotency_by_age on idempotency using brin (created_at);

-- status: delivered, queued, deferred, bounced, expired. Rows that are queued or deferred are the queue; a leased one
-- belongs to whoever holds the lease until leased_until.
create table recipient (
    tenant_id       uuid not null,
    email_id        uuid not null,
    n               integer not null,
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
    primary key (tenant_id, email_id, n)
) with (fillfactor = 70);
create index recipient_due on recipient (next_attempt_at, destination) where next_attempt_at is not null;
create index recipient_due_at on recipient (destination, next_attempt_at) where next_attempt_at is not null;

create table attempt (
    tenant_id   uuid not null,
    email_id    uuid not null,
    n           integer not null,
    attempt     integer not null,
    started_at  timestamptz not null,
    finished_at timestamptz not null,
    outcome     text not null,
    host        text,
    tls         text,
    code        integer,
    enhanced    text,
    diagnostic  text not null,
    primary key (tenant_id, email_id, n, attempt)
);
