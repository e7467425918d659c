package dev.posthaste.intake;

import dev.posthaste.account.AccountRef;
import dev.posthaste.address.EmailAddress;

/** Is told what follows from an acceptance, after it is durable. News can be lost by a crash; nothing may depend on them. */
public interface AcceptanceListener {

    /** The queue has something that is due now. */
    void mailWaits();

    /** An account has come to {@code usedOctets} of {@code quotaOctets} by this message, and was below {@link #QUOTA_WARNING} before. */
    void quotaNearlyUsed(AccountRef account, long usedOctets, long quotaOctets);

    /** A message to this address was captured for {@code account}. */
    void captured(AccountRef account, EmailAddress address);

    /** The part of a quota at which its user is warned. */
    double QUOTA_WARNING = 0.9;
}
