package dev.posthaste;

import static java.util.Map.entry;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The packages and the packages that each may depend on. A package that is not in the table is an error. To change a row,
 * change {@code src/docs/architecture.md} too and give the reason there.
 */
final class DependencyTable {

    /** Wires everything and may depend on everything. */
    static final String APP = "app";

    /** Ids; every package may depend on it. */
    static final String ID = "id";

    /** The kinds of adapter packages: each may depend on its parent package and on what that may depend on. */
    static final Set<String> ADAPTERS = Set.of("postgres", "redis", "file", "s3");

    /** Generated from {@code proto}; belongs to {@code api.grpc}. */
    static final String GENERATED = "api.grpc.v1";

    /** Packages that may depend only on the JDK and their row, not on libraries. */
    static final Set<String> JDK_ONLY =
            Set.of("address", "id", "mime", "smtp.wire", "imap.wire", "pop3.wire", "managesieve.wire");

    private static final Set<String> API = Set.of(
            "api",
            "address",
            "account",
            "login",
            "mime",
            "intake",
            "queue",
            "mailbox",
            "event",
            "template",
            "dnszone",
            "certificate",
            "seal",
            // For ClientNetwork: the addresses that count as one client.
            "listener",
            "sieve");

    /**
     * What an adapter may depend on additionally: certificates are stored with the sessions of accounts, and all idempotency
     * keys in one table, whose statements {@code intake.postgres} has.
     */
    private static final Map<String, Set<String>> ADDITIONAL =
            Map.of("certificate.postgres", Set.of("account.postgres"), "api.postgres", Set.of("intake.postgres"));

    private static final Map<String, Set<String>> ROWS = Map.ofEntries(
            entry(ID, Set.of()),
            entry("address", Set.of()),
            entry("mime", Set.of("address")),
            entry("smtp.wire", Set.of("address")),
            entry("imap.wire", Set.of("address", "mime")),
            entry("pop3.wire", Set.of()),
            entry("managesieve.wire", Set.of()),
            entry("sieve", Set.of("address", "mime")),
            entry("blob", Set.of()),
            entry("dns", Set.of("address")),
            entry("account", Set.of("address")),
            entry("login", Set.of("address", "account")),
            entry("certificate", Set.of("address", "account", "dns")),
            entry("lease", Set.of()),
            entry("listener", Set.of("certificate")),
            entry("tls", Set.of("address", "dns")),
            entry("senderauth", Set.of("address", "mime", "dns")),
            entry("seal", Set.of("address", "mime", "account", "dns")),
            entry("dnszone", Set.of("address", "account", "dns", "certificate", "senderauth")),
            entry("policy", Set.of("address", "mime", "account", "dns", "senderauth")),
            entry("mailbox", Set.of("address", "mime", "blob", "account")),
            entry("queue", Set.of("address", "blob", "account")),
            entry("event", Set.of("address", "account")),
            entry("template", Set.of("address", "mime", "account")),
            entry(
                    "intake",
                    Set.of(
                            "address",
                            "mime",
                            "blob",
                            "account",
                            "senderauth",
                            "seal",
                            "sieve",
                            "queue",
                            "mailbox",
                            "event")),
            entry("smtp.client", Set.of("address", "smtp.wire", "dns", "tls", "blob")),
            entry(
                    "delivery.remote",
                    Set.of("address", "queue", "blob", "dns", "tls", "smtp.client", "smtp.wire", "event")),
            entry("delivery.report", Set.of("address", "account", "mime", "queue", "intake")),
            entry(
                    "smtp.server",
                    Set.of(
                            "address",
                            "smtp.wire",
                            "account",
                            "login",
                            "certificate",
                            "listener",
                            "policy",
                            "senderauth",
                            "blob",
                            "intake")),
            entry(
                    "imap.server",
                    Set.of(
                            "address",
                            "imap.wire",
                            "account",
                            "login",
                            "certificate",
                            "listener",
                            "mailbox",
                            "mime",
                            "blob",
                            "intake")),
            entry(
                    "pop3.server",
                    Set.of(
                            "address",
                            "pop3.wire",
                            "account",
                            "login",
                            "certificate",
                            "listener",
                            "mailbox",
                            "blob",
                            "intake")),
            entry(
                    "managesieve.server",
                    Set.of("managesieve.wire", "login", "certificate", "listener", "sieve", "account")),
            // The operations; REST and gRPC are two forms of them.
            entry("api", API),
            entry("api.email", API),
            entry("api.folder", API),
            entry("api.message", with(API, "api.folder")),
            entry("api.account", API),
            entry("api.hosting", API),
            entry("api.certificate", API),
            entry("api.apikey", API),
            // The OpenAPI document is made from the declarations of all resources.
            entry(
                    "api.rest",
                    with(
                            API,
                            "api.email",
                            "api.folder",
                            "api.message",
                            "api.account",
                            "api.hosting",
                            "api.certificate",
                            "api.apikey")),
            entry("api.grpc", API));

    private static Set<String> with(Set<String> row, String... further) {
        Set<String> all = new LinkedHashSet<>(row);
        all.addAll(Set.of(further));
        return all;
    }

    private DependencyTable() {}

    /** The package of the table for {@code path}, a package name without the base; empty if it is not in the table. */
    static Optional<String> find(String path) {
        if (path.equals(GENERATED)) {
            return Optional.of("api.grpc");
        }
        return path.equals(APP) || ROWS.containsKey(path) || owner(path).isPresent()
                ? Optional.of(path)
                : Optional.empty();
    }

    /** Whether package {@code reader} may depend on package {@code read}. */
    static boolean mayRead(String reader, String read) {
        return reader.equals(APP)
                || reader.equals(read)
                || read.equals(ID)
                || rights(reader).contains(read);
    }

    /** Whether {@code path} is an adapter package of that kind. */
    static boolean isAdapter(String path, String kind) {
        return owner(path).isPresent() && path.endsWith('.' + kind);
    }

    /** Every package in a row, on either side. */
    static Set<String> named() {
        Set<String> named = new LinkedHashSet<>(ROWS.keySet());
        ROWS.values().forEach(named::addAll);
        return named;
    }

    private static Set<String> rights(String reader) {
        return owner(reader)
                .map(owner -> {
                    Set<String> rights = new LinkedHashSet<>(ROWS.getOrDefault(owner, Set.of()));
                    rights.add(owner);
                    rights.addAll(ADDITIONAL.getOrDefault(reader, Set.of()));
                    return rights;
                })
                .orElseGet(() -> new LinkedHashSet<>(ROWS.getOrDefault(reader, Set.of())));
    }

    private static Optional<String> owner(String path) {
        int dot = path.lastIndexOf('.');
        return dot > 0 && ADAPTERS.contains(path.substring(dot + 1)) && ROWS.containsKey(path.substring(0, dot))
                ? Optional.of(path.substring(0, dot))
                : Optional.empty();
    }
}
