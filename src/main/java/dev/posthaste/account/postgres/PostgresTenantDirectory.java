package dev.posthaste.account.postgres;

import dev.posthaste.account.TenantDirectory;
import dev.posthaste.address.DomainName;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Answers from the tables {@code tenant} and {@code hosted_domain}. */
public final class PostgresTenantDirectory implements TenantDirectory {

    private static final String FIND = "select 1 from tenant where id = $1";
    private static final String HOSTS = "select name, tenant_id from hosted_domain where name = any ($1)";

    private final Pool pool;

    /** Works on this pool. */
    public PostgresTenantDirectory(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Optional<TenantId>> find(TenantId id) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(id.value()))
                .map(rows -> rows.size() > 0 ? Optional.of(id) : Optional.empty());
    }

    @Override
    public Uni<Map<DomainName, TenantId>> hosts(Set<DomainName> names) {
        String[] asked = names.stream().map(DomainName::ascii).toArray(String[]::new);
        return pool.preparedQuery(HOSTS)
                .execute(Tuple.tuple().addArrayOfString(asked))
                .map(PostgresTenantDirectory::hosts);
    }

    private static Map<DomainName, TenantId> hosts(RowSet<Row> rows) {
        Map<DomainName, TenantId> hosts = new HashMap<>();
        rows.forEach(row -> hosts.put(DomainName.of(row.getString("name")), new TenantId(row.getUUID("tenant_id"))));
        return hosts;
    }
}
