package dev.posthaste;

import static java.util.Map.entry;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The plan of the house as data: which rooms there are and which others each may read. A room that is not in here does
 * not exist. Whoever changes a row changes {@code src/docs/architecture.md} too and says why.
 */
final class RoomTable {

    /** Wires everything and may read everything. */
    static final String APP = "app";

    /** What things are called; every room may read it. */
    static final String ID = "id";

    /** The kinds of adapter: each has its owner's rights and may read its owner. */
    static final Set<String> ADAPTERS = Set.of("postgres", "redis", "file", "s3");

    /** Generated from {@code proto}; belongs to {@code api.grpc}. */
    static final String GENERATED = "api.grpc.v1";

    /** They know the JDK and their row, and no library. */
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
            // Who is counted as one client.
            "listener",
            "sieve");

    /**
     * What an adapter may read beyond its owner's rights: certificates are kept with the sessions of accounts, and a change of
     * state writes its event in the same transaction.
     */
    private static final Map<String, Set<String>> LENT = Map.of(
            "account.postgres", Set.of("event", "event.postgres"),
            "certificate.postgres", Set.of("account.postgres", "event", "event.postgres"),
            "mailbox.postgres", Set.of("event", "event.postgres"),
            "queue.postgres", Set.of("event", "event.postgres"),
            "intake.postgres", Set.of("event", "event.postgres"));

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
            entry("listener", Set.of("certificate")),
            entry("tls", Set.of("address", "dns")),
            entry("senderauth", Set.of("address", "mime", "dns")),
            entry("seal", Set.of("address", "mime", "account", "dns")),
            entry("dnszone", Set.of("address", "account", "dns", "certificate", "senderauth")),
            entry("policy", Set.of("address", "mime", "account", "dns", "senderauth")),
            entry("mailbox", Set.of("address", "mime", "blob", "account")),
            entry("queue", Set.of("address", "blob", "account")),
            entry("event", Set.of()),
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
            // The calls themselves: REST and gRPC are two ways to say the same.
            entry("api", API),
            entry("api.rest", API),
            entry("api.grpc", API));

    private RoomTable() {}

    /** The room that a package is: {@code path} is the package's name after the base; empty if there is no such room. */
    static Optional<String> room(String path) {
        if (path.equals(GENERATED)) {
            return Optional.of("api.grpc");
        }
        return path.equals(APP) || ROWS.containsKey(path) || owner(path).isPresent()
                ? Optional.of(path)
                : Optional.empty();
    }

    /** Whether code in {@code reader} may name what is in {@code read}. */
    static boolean mayRead(String reader, String read) {
        return reader.equals(APP)
                || reader.equals(read)
                || read.equals(ID)
                || rights(reader).contains(read);
    }

    /** Whether {@code room} is its owner's adapter of that kind. */
    static boolean isAdapter(String room, String kind) {
        return owner(room).isPresent() && room.endsWith('.' + kind);
    }

    /** Every room that a row names, on either side. */
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
                    rights.addAll(LENT.getOrDefault(reader, Set.of()));
                    return rights;
                })
                .orElseGet(() -> new LinkedHashSet<>(ROWS.getOrDefault(reader, Set.of())));
    }

    private static Optional<String> owner(String room) {
        int dot = room.lastIndexOf('.');
        return dot > 0 && ADAPTERS.contains(room.substring(dot + 1)) && ROWS.containsKey(room.substring(0, dot))
                ? Optional.of(room.substring(0, dot))
                : Optional.empty();
    }
}
