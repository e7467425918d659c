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
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Answers from the tables {@code hosted_domain}, {@code address} and {@code account}, and from {@code mailbox} whether there is
 * room. What every message asks is asked for many messages together.
 */
public final class PostgresAccountDirectory implements AccountDirectory {

    /** The exact address, then the one without detail (or the same again), then the domain's catch-all. */
    private static final String RESOLVE = """
            select d.name is not null as is_hosted, c.tenant_id, c.id, c.address, c.inbox_id
            from unnest($1::text[], $2::text[], $3::text[], $4::text[]) with ordinality
                as q (domain, exact, plain, catch_all, n)
            left join hosted_domain d on d.name = q.domain
            left join lateral (
                select a.account_id, a.tenant_id from address a
                where d.name is not null and a.folded in (q.exact, q.plain, q.catch_all)
                order by case a.folded when q.exact then 0 when q.plain then 1 else 2 end
                limit 1) a on true
            left join account c on c.tenant_id = a.tenant_id and c.id = a.account_id
            order by q.n""";

    /** $1: accounts. Those that have no room for another message. */
    private static final String FULL = """
            select account_id from mailbox
            where account_id = any ($1::uuid[]) and (used_octets >= quota_octets or used_messages >= quota_messages)""";

    private static final String OWNERSHIP =
            "select 1 from address where folded in ($2, $3) and account_id = $1 and kind in ('own', 'alias')";

    private static final String BY_ADDRESS = """
            select c.tenant_id, c.id, c.address, c.inbox_id
            from address a join account c on c.tenant_id = a.tenant_id and c.id = a.account_id
            where a.folded = $1 and a.kind = 'own'""";

    private static final String BY_ID =
            "select tenant_id, id, address, inbox_id from account where tenant_id = $1 and id = $2";

    private static final String HOSTED = """
            select d.name, d.tenant_id, k.selector, k.algorithm, k.sealed_private, k.public_key
            from unnest($1::text[]) as q (domain)
            join hosted_domain d on d.name = q.domain
            left join signing_key k on k.tenant_id = d.tenant_id and k.domain_id = d.id
            order by d.name, k.selector""";

    private final Pool pool;
    private final KeySeal seal;
    private final AskedTogether<EmailAddress, Destination> destinations = new AskedTogether<>(this::destinations);
    private final AskedTogether<DomainName, List<Row>> domains = new AskedTogether<>(this::domains);

    /** Works on this pool; private keys are opened with {@code seal}. */
    public PostgresAccountDirectory(Pool pool, KeySeal seal) {
        this.pool = pool;
        this.seal = seal;
    }

    @Override
    public Uni<Destination> resolve(EmailAddress address) {
        return destinations.ask(address);
    }

    @Override
    public Uni<Ownership> ownership(AccountId account, EmailAddress sender) {
        return pool.preparedQuery(OWNERSHIP)
                .execute(Tuple.of(account.value(), sender.folded(), withoutDetail(sender)))
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
        // Each opens the keys for himself: those of one domain that cannot be opened are no matter of the others.
        return domains.ask(domain).map(rows -> hosted(domain, rows));
    }

    private Uni<Map<EmailAddress, Destination>> destinations(List<EmailAddress> addresses) {
        Tuple parameters = Tuple.tuple()
                .addArrayOfString(texts(addresses, address -> address.domain().ascii()))
                .addArrayOfString(texts(addresses, EmailAddress::folded))
                .addArrayOfString(texts(addresses, PostgresAccountDirectory::withoutDetail))
                .addArrayOfString(
                        texts(addresses, address -> "@" + address.domain().ascii()));
        return pool.preparedQuery(RESOLVE)
                .execute(parameters)
                .flatMap(rows -> full(rows).map(full -> destinations(addresses, rows, full)));
    }

    /** Mailboxes lie elsewhere than addresses on several nodes, so they are asked by their keys. */
    private Uni<Set<UUID>> full(RowSet<Row> resolved) {
        UUID[] accounts = resolved.stream()
                .map(row -> row.getUUID("id"))
                .filter(Objects::nonNull)
                .distinct()
                .toArray(UUID[]::new);
        if (accounts.length == 0) {
            return Uni.createFrom().item(Set.of());
        }
        Tuple parameters = Tuple.newInstance(io.vertx.sqlclient.Tuple.tuple().addArrayOfUUID(accounts));
        return pool.preparedQuery(FULL)
                .execute(parameters)
                .map(rows -> rows.stream().map(row -> row.getUUID("account_id")).collect(Collectors.toSet()));
    }

    private static Map<EmailAddress, Destination> destinations(
            List<EmailAddress> addresses, RowSet<Row> rows, Set<UUID> full) {
        Map<EmailAddress, Destination> destinations = new HashMap<>();
        Iterator<EmailAddress> address = addresses.iterator();
        rows.forEach(row -> destinations.put(address.next(), destination(row, full)));
        return destinations;
    }

    private Uni<Map<DomainName, List<Row>>> domains(List<DomainName> names) {
        return pool.preparedQuery(HOSTED)
                .execute(Tuple.tuple().addArrayOfString(texts(names, DomainName::ascii)))
                .map(rows -> domains(names, rows));
    }

    private static Map<DomainName, List<Row>> domains(List<DomainName> names, RowSet<Row> rows) {
        Map<String, List<Row>> byName = new HashMap<>();
        rows.forEach(row -> byName.computeIfAbsent(row.getString("name"), first -> new ArrayList<>())
                .add(row));
        return names.stream()
                .collect(Collectors.toMap(name -> name, name -> byName.getOrDefault(name.ascii(), List.of())));
    }

    private static <T> String[] texts(List<T> questions, Function<T, String> column) {
        return questions.stream().map(column).toArray(String[]::new);
    }

    /** The folded address without its {@code +detail}, or as it is. */
    private static String withoutDetail(EmailAddress address) {
        return address.local()
                .withoutDetail()
                .map(local -> new EmailAddress(local, address.domain()).folded())
                .orElseGet(address::folded);
    }

    private static Destination destination(Row row, Set<UUID> full) {
        if (!row.getBoolean("is_hosted")) {
            return new Destination.Elsewhere();
        }
        if (row.getUUID("id") == null) {
            return new Destination.Unknown();
        }
        return full.contains(row.getUUID("id"))
                ? new Destination.Full(account(row))
                : new Destination.Local(account(row));
    }

    private static Optional<AccountRef> first(RowSet<Row> rows) {
        for (Row row : rows) {
            return Optional.of(account(row));
        }
        return Optional.empty();
    }

    private static AccountRef account(Row row) {
        return new AccountRef(
                new TenantId(row.getUUID("tenant_id")),
                new AccountId(row.getUUID("id")),
                EmailAddress.of(row.getString("address")),
                new FolderId(row.getUUID("inbox_id")));
    }

    private Optional<HostedDomain> hosted(DomainName domain, List<Row> rows) {
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
