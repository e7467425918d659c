package dev.posthaste.api;

import dev.posthaste.account.Account;
import dev.posthaste.account.AccountDirectory;
import dev.posthaste.account.AccountRef;
import dev.posthaste.account.AccountStore;
import dev.posthaste.account.Alias;
import dev.posthaste.account.ApiKeyStore;
import dev.posthaste.account.Destination;
import dev.posthaste.account.DomainStore;
import dev.posthaste.account.HostedDomainEntry;
import dev.posthaste.account.Page;
import dev.posthaste.account.SigningKey;
import dev.posthaste.account.TenantDirectory;
import dev.posthaste.address.DomainName;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.AliasId;
import dev.posthaste.id.ApiKeyId;
import dev.posthaste.id.DomainId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.Secret;
import dev.posthaste.id.TenantId;
import dev.posthaste.id.Uuid7;
import dev.posthaste.mailbox.InMemoryMailbox;
import dev.posthaste.mailbox.MailboxStore;
import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Domains, accounts, aliases and keys of tenants in memory. */
final class InMemoryTenants {

    private final Map<String, HostedDomainEntry> domains = new ConcurrentSkipListMap<>();
    private final Map<String, Account> accounts = new ConcurrentSkipListMap<>();
    private final Map<AccountId, FolderId> inboxes = new java.util.concurrent.ConcurrentHashMap<>();
    private final Map<String, Alias> aliases = new ConcurrentSkipListMap<>();
    private final Map<String, ApiKeyStore.ApiKey> keys = new ConcurrentSkipListMap<>();
    private final Map<String, byte[]> hashes = new ConcurrentSkipListMap<>();
    private final InMemoryMailbox mailbox;
    private final Uuid7 ids;
    private final InstantSource clock;

    InMemoryTenants(InMemoryMailbox mailbox, Uuid7 ids, InstantSource clock) {
        this.mailbox = mailbox;
        this.ids = ids;
        this.clock = clock;
    }

    final class Domains implements DomainStore {
        @Override
        public Uni<Creation> create(TenantId tenant, DomainName name, List<SigningKey> keys) {
            return answer(() -> {
                if (domains.values().stream().anyMatch(d -> d.name().equals(name))) {
                    return new Creation.NameTaken();
                }
                HostedDomainEntry made =
                        new HostedDomainEntry(tenant, new DomainId(ids.next()), name, keys, clock.instant());
                domains.put(made.id().toString(), made);
                return new Creation.Created(made);
            });
        }

        @Override
        public Uni<Page<HostedDomainEntry>> list(TenantId tenant, Page.Request page) {
            return answer(() -> page(
                    domains.values().stream().filter(d -> d.tenant().equals(tenant)), d -> d.id().toString(), page));
        }

        @Override
        public Uni<Optional<HostedDomainEntry>> get(TenantId tenant, DomainId id) {
            return answer(() -> Optional.ofNullable(domains.get(id.toString()))
                    .filter(d -> d.tenant().equals(tenant)));
        }

        @Override
        public Uni<Optional<HostedDomainEntry>> get(TenantId tenant, DomainName name) {
            return answer(() -> hosted(name).filter(d -> d.tenant().equals(tenant)));
        }

        @Override
        public Uni<Deletion> delete(TenantId tenant, DomainId id) {
            return answer(() -> {
                Optional<HostedDomainEntry> found = Optional.ofNullable(domains.get(id.toString()))
                        .filter(d -> d.tenant().equals(tenant));
                if (found.isEmpty()) {
                    return Deletion.NOT_FOUND;
                }
                if (accounts.values().stream()
                        .anyMatch(a -> a.address().domain().equals(found.get().name()))) {
                    return Deletion.IN_USE;
                }
                domains.remove(id.toString());
                return Deletion.DELETED;
            });
        }
    }

    final class Accounts implements AccountStore {
        @Override
        public Uni<Creation> create(TenantId tenant, NewAccount account) {
            return answer(() -> {
                if (!hosts(tenant, account.address().domain())) {
                    return new Creation.DomainNotHosted();
                }
                if (isTaken(account.address().folded())) {
                    return new Creation.AddressTaken();
                }
                Account made = new Account(
                        tenant,
                        new AccountId(ids.next()),
                        account.address(),
                        account.displayName(),
                        account.quota(),
                        new Account.Usage(0, 0),
                        clock.instant());
                FolderId inbox = new FolderId(ids.next());
                mailbox.addAccount(
                        tenant,
                        made.id(),
                        inbox,
                        new MailboxStore.Storage(
                                0, 0, account.quota().octets(), account.quota().messages()));
                inboxes.put(made.id(), inbox);
                accounts.put(made.id().toString(), made);
                return new Creation.Created(made);
            });
        }

        @Override
        public Uni<Page<Account>> list(TenantId tenant, Page.Request page) {
            return answer(() -> page(
                    accounts.values().stream().filter(a -> a.tenant().equals(tenant)), a -> a.id().toString(), page));
        }

        @Override
        public Uni<Optional<Account>> get(TenantId tenant, AccountId id) {
            return answer(() -> account(tenant, id));
        }

        @Override
        public Uni<Optional<Account>> get(TenantId tenant, EmailAddress address) {
            return answer(() -> accounts.values().stream()
                    .filter(a -> a.tenant().equals(tenant))
                    .filter(a -> a.address().folded().equals(address.folded()))
                    .findFirst());
        }

        @Override
        public Uni<Boolean> replacePasswordHash(TenantId tenant, AccountId id, Secret known, Secret fresh) {
            throw new UnsupportedOperationException("keeps no hashes");
        }

        @Override
        public Uni<Optional<Account>> update(TenantId tenant, AccountId id, Change change) {
            return answer(() -> {
                Optional<Account> updated = account(tenant, id);
                for (Property property : change.properties()) {
                    updated = updated.map(account -> with(account, property));
                }
                updated.ifPresent(account -> accounts.put(id.toString(), account));
                return updated;
            });
        }

        private static Account with(Account a, Property property) {
            return switch (property) {
                case Property.DisplayName(String text) ->
                    new Account(a.tenant(), a.id(), a.address(), text, a.quota(), a.usage(), a.createdAt());
                case Property.PasswordHash ignored -> a;
                case Property.NewQuota(Account.Quota quota) ->
                    new Account(a.tenant(), a.id(), a.address(), a.displayName(), quota, a.usage(), a.createdAt());
            };
        }

        @Override
        public Uni<Boolean> delete(TenantId tenant, AccountId id) {
            return answer(() -> account(tenant, id)
                    .map(account -> accounts.remove(id.toString()))
                    .isPresent());
        }

        @Override
        public Uni<AliasCreation> createAlias(TenantId tenant, AccountId account, Alias.Pattern pattern) {
            return answer(() -> {
                if (account(tenant, account).isEmpty()) {
                    return new AliasCreation.AccountNotFound();
                }
                if (!hosts(tenant, domain(pattern))) {
                    return new AliasCreation.DomainNotHosted();
                }
                if (isTaken(folded(pattern))) {
                    return new AliasCreation.AddressTaken();
                }
                Alias made = new Alias(new AliasId(ids.next()), account, pattern, clock.instant());
                aliases.put(made.id().toString(), made);
                return new AliasCreation.Created(made);
            });
        }

        @Override
        public Uni<List<Alias>> aliases(TenantId tenant, AccountId account) {
            return answer(() -> aliases.values().stream()
                    .filter(alias -> account(tenant, account).isPresent())
                    .filter(alias -> alias.account().equals(account))
                    .toList());
        }

        @Override
        public Uni<Boolean> deleteAlias(TenantId tenant, AccountId account, AliasId alias) {
            return answer(() -> account(tenant, account).isPresent()
                    && aliases.values()
                            .removeIf(a -> a.id().equals(alias) && a.account().equals(account)));
        }
    }

    final class Keys implements ApiKeyStore {
        @Override
        public Uni<ApiKey> create(TenantId tenant, ApiKeyId id, String name, List<String> scopes, byte[] secretHash) {
            return answer(() -> {
                ApiKey made = new ApiKey(tenant, id, name, scopes, clock.instant(), Optional.empty());
                keys.put(id.toString(), made);
                hashes.put(id.toString(), secretHash);
                return made;
            });
        }

        @Override
        public Uni<Page<ApiKey>> list(TenantId tenant, Page.Request page) {
            return answer(() ->
                    page(keys.values().stream().filter(k -> k.tenant().equals(tenant)), k -> k.id().toString(), page));
        }

        @Override
        public Uni<Optional<ApiKey>> get(TenantId tenant, ApiKeyId id) {
            return answer(() -> Optional.ofNullable(keys.get(id.toString()))
                    .filter(k -> k.tenant().equals(tenant)));
        }

        @Override
        public Uni<Optional<ApiKey>> revoke(TenantId tenant, ApiKeyId id) {
            return get(tenant, id)
                    .map(found -> found.map(key -> {
                        ApiKey revoked = new ApiKey(
                                tenant, id, key.name(), key.scopes(), key.createdAt(), Optional.of(clock.instant()));
                        keys.put(id.toString(), revoked);
                        return revoked;
                    }));
        }

        @Override
        public Uni<Optional<ApiKey>> bySecretHash(byte[] secretHash) {
            return answer(() -> hashes.entrySet().stream()
                    .filter(entry -> Arrays.equals(entry.getValue(), secretHash))
                    .flatMap(entry -> Stream.ofNullable(keys.get(entry.getKey())))
                    .filter(key -> key.revokedAt().isEmpty())
                    .findFirst());
        }
    }

    /** Every tenant that hosts a domain, and those that are named. */
    final class Tenants implements TenantDirectory {
        private final Set<TenantId> known;

        Tenants(Set<TenantId> known) {
            this.known = known;
        }

        @Override
        public Uni<Optional<TenantId>> find(TenantId id) {
            return answer(() -> Optional.of(id).filter(known::contains));
        }

        @Override
        public Uni<Map<DomainName, TenantId>> hosts(Set<DomainName> names) {
            return answer(() -> domains.values().stream()
                    .filter(domain -> names.contains(domain.name()))
                    .collect(java.util.stream.Collectors.toMap(HostedDomainEntry::name, HostedDomainEntry::tenant)));
        }
    }

    final class Directory implements AccountDirectory {
        @Override
        public Uni<Destination> resolve(EmailAddress address) {
            return answer(() -> {
                if (InMemoryTenants.this.hosted(address.domain()).isEmpty()) {
                    return new Destination.Elsewhere();
                }
                return owner(address)
                        .<Destination>map(account -> account.quota().octets() == 1
                                ? new Destination.Full(ref(account))
                                : new Destination.Local(ref(account)))
                        .orElseGet(Destination.Unknown::new);
            });
        }

        @Override
        public Uni<Ownership> ownership(AccountId account, EmailAddress sender) {
            return answer(
                    () -> owner(sender).filter(a -> a.id().equals(account)).isPresent()
                            ? Ownership.OWNED
                            : Ownership.NOT_OWNED);
        }

        @Override
        public Uni<Optional<AccountRef>> byAddress(EmailAddress address) {
            return answer(() -> accounts.values().stream()
                    .filter(a -> a.address().folded().equals(address.folded()))
                    .findFirst()
                    .map(InMemoryTenants.this::ref));
        }

        @Override
        public Uni<Optional<AccountRef>> byId(TenantId tenant, AccountId account) {
            return answer(() -> account(tenant, account).map(InMemoryTenants.this::ref));
        }

        @Override
        public Uni<Optional<HostedDomain>> hosted(DomainName domain) {
            return answer(() -> InMemoryTenants.this
                    .hosted(domain)
                    .map(entry -> new HostedDomain(entry.tenant(), entry.name(), entry.keys())));
        }
    }

    private AccountRef ref(Account account) {
        return new AccountRef(
                account.tenant(),
                account.id(),
                account.address(),
                Optional.ofNullable(inboxes.get(account.id())).orElseThrow());
    }

    private Optional<Account> account(TenantId tenant, AccountId id) {
        return Optional.ofNullable(accounts.get(id.toString()))
                .filter(a -> a.tenant().equals(tenant));
    }

    private Optional<Account> owner(EmailAddress address) {
        String catchAll = "@" + address.domain();
        return accounts.values().stream()
                .filter(a -> a.address().folded().equals(address.folded()))
                .findFirst()
                .or(() -> byAlias(address.folded()))
                .or(() -> byAlias(catchAll));
    }

    private Optional<Account> byAlias(String folded) {
        return aliases.values().stream()
                .filter(alias -> folded(alias.pattern()).equals(folded))
                .findFirst()
                .flatMap(alias ->
                        Optional.ofNullable(accounts.get(alias.account().toString())));
    }

    private boolean isTaken(String folded) {
        return accounts.values().stream().anyMatch(a -> a.address().folded().equals(folded))
                || aliases.values().stream().anyMatch(a -> folded(a.pattern()).equals(folded));
    }

    private Optional<HostedDomainEntry> hosted(DomainName name) {
        return domains.values().stream().filter(d -> d.name().equals(name)).findFirst();
    }

    private boolean hosts(TenantId tenant, DomainName name) {
        return hosted(name).filter(d -> d.tenant().equals(tenant)).isPresent();
    }

    private static DomainName domain(Alias.Pattern pattern) {
        return switch (pattern) {
            case Alias.Pattern.Address(EmailAddress address) -> address.domain();
            case Alias.Pattern.CatchAll(DomainName domain) -> domain;
        };
    }

    private static String folded(Alias.Pattern pattern) {
        return switch (pattern) {
            case Alias.Pattern.Address(EmailAddress address) -> address.folded();
            case Alias.Pattern.CatchAll(DomainName domain) -> "@" + domain;
        };
    }

    private static <T> Uni<T> answer(java.util.function.Supplier<T> work) {
        return Uni.createFrom().item(work);
    }

    private static <T> Page<T> page(Stream<T> sorted, Function<T, String> id, Page.Request request) {
        List<T> rest = sorted.filter(item -> request.after()
                        .map(after -> id.apply(item).compareTo(after) > 0)
                        .orElse(true))
                .toList();
        List<T> items = rest.stream().limit(request.size()).toList();
        return new Page<>(
                items, rest.size() > items.size() ? Optional.of(id.apply(items.getLast())) : Optional.empty());
    }
}
