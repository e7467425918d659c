package dev.posthaste.login.postgres;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.Secret;
import dev.posthaste.id.TenantId;
import dev.posthaste.login.CredentialStore;
import dev.posthaste.login.Principal;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Optional;

/** Reads the password's hash with its account, in one round trip. */
public final class PostgresCredentialStore implements CredentialStore {

    private static final String FIND = """
            select c.tenant_id, c.id, c.address, c.password_hash
            from address a join account c on c.tenant_id = a.tenant_id and c.id = a.account_id
            where a.folded = $1 and a.kind = 'own'""";

    private final Pool pool;

    /** Works on this pool. */
    public PostgresCredentialStore(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Optional<Credential>> find(EmailAddress address) {
        return pool.preparedQuery(FIND).execute(Tuple.of(address.folded())).map(PostgresCredentialStore::first);
    }

    private static Optional<Credential> first(RowSet<Row> rows) {
        for (Row row : rows) {
            Principal.AccountHolder holder = new Principal.AccountHolder(
                    new TenantId(row.getUUID("tenant_id")),
                    new AccountId(row.getUUID("id")),
                    EmailAddress.of(row.getString("address")));
            return Optional.of(new Credential(holder, new Secret(row.getString("password_hash"))));
        }
        return Optional.empty();
    }
}
