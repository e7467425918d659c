package dev.posthaste.account;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.TenantId;
import java.time.Instant;

/** An account as the API shows it, without its password hash. */
public record Account(
        TenantId tenant,
        AccountId id,
        EmailAddress address,
        String displayName,
        Quota quota,
        Usage usage,
        Instant createdAt) {

    /**
     * Limits of an account. New mail is refused beyond them (452 4.2.2).
     *
     * @param octets the sum of RFC822.SIZE over all messages
     * @param messages the number of messages
     */
    public record Quota(long octets, long messages) {
        /** No practical limit. */
        public static final Quota UNLIMITED = new Quota(Long.MAX_VALUE / 4, Long.MAX_VALUE / 4);

        /** 10 GiB and a million messages. */
        public static final Quota DEFAULT = new Quota(10L << 30, 1_000_000);

        /** Both must be positive. */
        public Quota {
            if (octets < 1 || messages < 1) {
                throw new IllegalArgumentException("a quota must be positive");
            }
        }
    }

    /** The current sum of RFC822.SIZE and number of messages. */
    public record Usage(long octets, long messages) {}
}
