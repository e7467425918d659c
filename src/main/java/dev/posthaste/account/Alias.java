package dev.posthaste.account;

import dev.posthaste.address.DomainName;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.AliasId;
import java.time.Instant;

/** An additional address, or a whole domain, that delivers to an account. */
public record Alias(AliasId id, AccountId account, Pattern pattern, Instant createdAt) {

    /** The addresses that match. */
    public sealed interface Pattern {
        /** One address, with any detail. The account may send as it. */
        record Address(EmailAddress address) implements Pattern {
            @Override
            public String toString() {
                return address.toString();
            }
        }

        /** Every address of the domain that is no account and no alias: {@code *@example.org}. */
        record CatchAll(DomainName domain) implements Pattern {
            @Override
            public String toString() {
                return "*@" + domain;
            }
        }
    }
}
