package dev.posthaste.account;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.TenantId;
import java.time.Instant;

/** An account as the control plane shows it; its password hash stays in the store. */
public record Account(
        TenantId tenant,
        AccountId id,
        EmailAddress address,
        String displayName,
        Quota quota,
        Usage usage,
        Instant createdAt) {

    /**
     * What an account may hold.
     *
     * @param octets all messages together, as their sizes are told by IMAP
     * @param messages their number
     */
    public record Quota(long octets, long messages) {
        /** For who asks for no limit: more than any disk holds. */
        public static final Quota UNLIMITED = new Quota(Long.MAX_VALUE / 4, Long.MAX_VALUE / 4);

        /** 10 GiB and a million messages. */
        public static final Quota DEFAULT = new Quota(10L << 30, 1_000_000);

        /** Both must be positive. */
        public Quota {
            if (octets < 1 || messages < 1) {
                throw new IllegalArgumentException("a quota is positive");
            }
        }
    }

    /** What an account holds now. */
    public record Usage(long octets, long messages) {}
}
