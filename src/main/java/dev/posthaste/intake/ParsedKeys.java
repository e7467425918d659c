package dev.posthaste.intake;

import dev.posthaste.account.SigningKey;
import dev.posthaste.address.DomainName;
import dev.posthaste.senderauth.DkimKey;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Signing keys, read once: to make a key of its octets costs more than to sign with some. */
final class ParsedKeys {

    /** A key is some 4 KiB; when there are so many, all are forgotten and read again as they are needed. */
    static final int MAX_KEYS = 10_000;

    private final Map<Name, DkimKey> keys = new ConcurrentHashMap<>();

    /** A new key of the same domain and selector has another public half. */
    private record Name(DomainName domain, String selector, String publicKey) {}

    DkimKey of(DomainName domain, SigningKey stored) {
        if (keys.size() >= MAX_KEYS) {
            keys.clear();
        }
        Name name = new Name(domain, stored.selector(), Base64.getEncoder().encodeToString(stored.publicKey()));
        return keys.computeIfAbsent(name, absent -> StoredKeys.read(domain, stored));
    }
}
