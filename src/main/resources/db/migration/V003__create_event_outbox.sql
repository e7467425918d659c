-- The outbox: one row for each change of state, written by the transaction that makes the change. Rows are never updated.
-- See src/adr/0010-event-outbox.md for the order of positions and for what a reader may conclude from them.

-- Positions. Without a cache: a transaction that waited for a row lock must draw a higher position than the one that held it.
create sequence event_position;

create table event (
    -- The transaction has its id before it draws a position: a reader concludes from ids which positions are settled.
    position    bigint not null
        default nextval(case when pg_current_xact_id() is not null then 'event_position'::regclass end),
    recorded_at timestamptz not null default now(),
    tenant_id   uuid not null,
    subject_id  uuid not null,
    -- Of events of an account or its mail.
    account_id  uuid,
    -- Of events of mail: one message, with the email that brought it, or several.
    message_id  uuid,
    email_id    uuid,
    uid         bigint,
    modseq      bigint,
    -- The shard: of an email its bucket, of other subjects a function of the account or the subject.
    bucket      smallint not null,
    -- The codes are in EventType; those from 64 are events of mail in folders.
    type        smallint not null,
    message_ids uuid[],
    uids        bigint[],
    -- A JSON object.
    data        text,
    primary key (position, bucket, recorded_at)
) partition by range (recorded_at);
alter sequence event_position owned by event.position;

create index event_by_tenant on event (tenant_id, position);
create index event_by_subject on event (subject_id, position) where type < 64;

-- Takes what no other partition takes, so that a missing partition never stops mail. Usually empty.
create table event_rest partition of event default;

-- One row. identity tells whether this is still the database that gave out the positions; dropped_through is the highest
-- position that retention has removed.
create table event_log (
    single          boolean primary key default true check (single),
    identity        text not null,
    dropped_through bigint not null
);

-- Called by a reader when it connects. After a restore from a dump, a recovery to a point in time or a failover, positions
-- that were given out may be unknown here; the sequence skips ahead so that none of them is given out twice.
create function open_event_log() returns void language plpgsql as $$
declare
    the_identity text;
    known text;
begin
    select s.system_identifier || '/' || d.oid || '/' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)
    into the_identity
    from pg_control_system() s, pg_database d
    where d.datname = current_database();
    insert into event_log (identity, dropped_through) values (the_identity, 0) on conflict do nothing;
    select identity into known from event_log for update;
    if known <> the_identity then
        perform setval('event_position', (select last_value from event_position) + (1::bigint << 40));
        update event_log set identity = the_identity;
    end if;
end
$$;

-- Makes the daily partitions that are missing. A day of which event_rest has rows stays there. ATTACH lets others write.
create function create_event_partitions(the_first date, the_days integer) returns void language plpgsql
set lock_timeout = '2s' as $$
declare
    the_name text;
    the_start timestamptz;
    the_end timestamptz;
begin
    perform 1 from event_log for update;
    for i in 0 .. the_days - 1 loop
        the_name := 'event_' || to_char(the_first + i, 'YYYYMMDD');
        the_start := (the_first + i)::timestamp at time zone 'UTC';
        the_end := (the_first + i + 1)::timestamp at time zone 'UTC';
        if to_regclass(the_name) is null
            and not exists (select from event_rest where recorded_at >= the_start and recorded_at < the_end) then
            execute format('create table %I (like event including all)', the_name);
            execute format('alter table event attach partition %I for values from (%L) to (%L)',
                           the_name, the_start, the_end);
        end if;
    end loop;
end
$$;

-- Drops the partitions whose events are all older. DROP locks event against everything: rather than let mail wait behind a
-- long transaction it gives up after half a second.
create function drop_event_partitions(the_limit timestamptz) returns integer language plpgsql
set lock_timeout = '500ms' as $$
declare
    the_name text;
    the_last bigint;
    dropped integer := 0;
begin
    perform 1 from event_log for update;
    for the_name in
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'event'::regclass and c.relname ~ '^event_\d{8}$'
          and (to_date(substr(c.relname, 7), 'YYYYMMDD') + 1)::timestamp at time zone 'UTC' <= the_limit
        order by c.relname
    loop
        execute format('select max(position) from %I', the_name) into the_last;
        update event_log set dropped_through = greatest(dropped_through, coalesce(the_last, 0));
        execute format('drop table %I', the_name);
        dropped := dropped + 1;
    end loop;
    select max(position) into the_last from event_rest where recorded_at < the_limit;
    if the_last is not null then
        update event_log set dropped_through = greatest(dropped_through, the_last);
        delete from event_rest where recorded_at < the_limit;
    end if;
    return dropped;
end
$$;

select create_event_partitions((now() at time zone 'UTC')::date, 8);
