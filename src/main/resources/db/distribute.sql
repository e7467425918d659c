-- Distributes the tables of Posthaste over the nodes of a Citus cluster, once, on the coordinator, after the migrations and
-- before the first message. Without the extension it does nothing, so that it runs unchanged on plain PostgreSQL. See
-- src/docs/scale-out.md for what was tried.
do $$
declare
    the_table text;
begin
    if not exists (select from pg_extension where extname = 'citus') then
        raise notice 'one PostgreSQL server: nothing to distribute';
        return;
    end if;

    foreach the_table in array array['tenant', 'hosted_domain', 'signing_key', 'account', 'address', 'api_key',
                                     'certificate'] loop
        execute format('select create_reference_table(%L)', the_table);
    end loop;

    -- Mailboxes.
    execute 'select create_distributed_table(''mailbox'', ''account_id'', colocate_with => ''none'')';
    foreach the_table in array array['folder', 'subscription', 'message', 'expunged', 'maildrop_lease', 'blob',
                                     'blob_released'] loop
        execute format('select create_distributed_table(%L, ''account_id'', colocate_with => ''mailbox'')', the_table);
    end loop;

    -- The queue.
    execute 'select create_distributed_table(''email'', ''bucket'', colocate_with => ''none'')';
    foreach the_table in array array['recipient', 'attempt', 'queued_blob', 'idempotency_key'] loop
        execute format('select create_distributed_table(%L, ''bucket'', colocate_with => ''email'')', the_table);
    end loop;

    -- 'lease' stays on the coordinator: it has a row for each kind of recurring work.

    -- 'event' and 'event_log' stay on the coordinator: positions come from one sequence, and what is settled is known of one
    -- server (ADR 10).

    -- Large content.
    execute 'select create_distributed_table(''large_blob'', ''tenant_id'', colocate_with => ''none'')';
    foreach the_table in array array['large_blob_released', 'blob_chunk', 'blob_upload'] loop
        execute format('select create_distributed_table(%L, ''tenant_id'', colocate_with => ''large_blob'')', the_table);
    end loop;
end
$$;
