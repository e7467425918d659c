package dev.posthaste.account.postgres;

import dev.posthaste.account.AccountDirectory;
import dev.posthaste.account.AccountRef;
import dev.posthaste.account.Destination;
import dev.posthaste.account.KeySeal;
import dev.posthaste.account.SigningKey;
import dev.posthaste.address.DomainName;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers from the tables {@code hosted_domain}, {@code address} and {@code account}, one round trip a question. */
public final class PostgresAccountDirectory implements AccountDirectory {

    private static final String OWNERSHIP =
            "select 1 from address where folded in ($2, $3) and account_id = $1 and kind in ('own', 'alias')";

    private static final String BY_ADDRESS = """
            select c.tenant_id, c.id, c.address, c.inbox_id
            from address a join account c on c.tenant_id = a.tenant_id and c.id = a.account_id
            where a.folded = $1 and a.kind = 'own'""";

    private static final String BY_ID =
            "select tenant_id, id, address, inbox_id from account where tenant_id = $1 and id = $2";

    private static final String HOSTED = """
            select d.tenant_id, k.selector, k.algorithm, k.sealed_private, k.public_key
            from hosted_domain d
            left join signing_key k on k.tenant_id = d.tenant_id and k.domain_id = d.id
            where d.name = $1
            order by k.selector""";

    private final Pool pool;
    private final KeySeal seal;
    private final AddressLookups lookups;

    /** Works on this pool; private keys are opened with {@code seal}. */
    public PostgresAccountDirectory(Pool pool, KeySeal seal) {
        this.pool = pool;
        this.seal = seal;
        this.lookups = new AddressLookups(pool);
    }

    @Override
    public Uni<Destination> resolve(EmailAddress address) {
        return lookups.resolve(address);
    }

    @Override
    public Uni<Ownership> ownership(AccountId account, EmailAddress sender) {
        return pool.preparedQuery(OWNERSHIP)
                .execute(Tuple.of(account.value(), sender.folded(), AddressLookups.withoutDetail(sender)))
                .map(rows -> rows.size() > 0 ? Ownership.OWNED : Ownership.NOT_OWNED);
    }

    @Override
    public Uni<Optional<AccountRef>> byAddress(EmailAddress address) {
        return pool.preparedQuery(BY_ADDRESS)
                .execute(Tuple.of(address.folded()))
                .map(PostgresAccountDirectory::first);
    }

    @Override
    public Uni<Optional<AccountRef>> byId(TenantId tenant, AccountId account) {
        return pool.preparedQuery(BY_ID)
                .execute(Tuple.of(tenant.value(), account.value()))
                .map(PostgresAccountDirectory::first);
    }

    @Override
    public Uni<Optional<HostedDomain>> hosted(DomainName domain) {
        return pool.preparedQuery(HOSTED).execute(Tuple.of(domain.ascii())).map(rows -> hosted(domain, rows));
    }

    private static Optional<AccountRef> first(RowSet<Row> rows) {
        for (Row row : rows) {
            return Optional.of(account(row));
        }
        return Optional.empty();
    }

    static AccountRef account(Row row) {
        return new AccountRef(
                new TenantId(row.getUUID("tenant_id")),
                new AccountId(row.getUUID("id")),
                EmailAddress.of(row.getString("address")),
                new FolderId(row.getUUID("inbox_id")));
    }

    private Optional<HostedDomain> hosted(DomainName domain, RowSet<Row> rows) {
        List<SigningKey> keys = new ArrayList<>();
        Optional<TenantId> tenant = Optional.empty();
        for (Row row : rows) {
            tenant = Optional.of(new TenantId(row.getUUID("tenant_id")));
            if (row.getString("selector") != null) {
                keys.add(key(row));
            }
        }
        return tenant.map(id -> new HostedDomain(id, domain, keys));
    }

    private SigningKey key(Row row) {
        Buffer sealed = row.getDelegate().getBuffer("sealed_private");
        Buffer publicKey = row.getDelegate().getBuffer("public_key");
        return SigningKeys.open(
                seal, row.getString("selector"), row.getString("algorithm"), sealed.getBytes(), publicKey.getBytes());
    }
}
