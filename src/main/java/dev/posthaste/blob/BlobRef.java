package dev.posthaste.blob;

import dev.posthaste.id.AccountId;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.TenantId;

/**
 * A blob and its size in octets.
 *
 * @param holder which row refers to it
 * @param tenant whose large content is kept together
 */
public record BlobRef(Holder holder, TenantId tenant, BlobHash hash, long size) {

    /** Where small content lies. */
    public sealed interface Holder {
        /** In the mailbox of an account, once per content. */
        record Mailbox(AccountId account) implements Holder {}

        /** In the queue, as long as a recipient of the email waits for it. */
        record Queue(EmailId email) implements Holder {}
    }

    /** The content of messages of an account. */
    public static BlobRef ofAccount(AccountId account, TenantId tenant, BlobHash hash, long size) {
        return new BlobRef(new Holder.Mailbox(account), tenant, hash, size);
    }

    /** The content of a queued email. */
    public static BlobRef ofEmail(EmailId email, TenantId tenant, BlobHash hash, long size) {
        return new BlobRef(new Holder.Queue(email), tenant, hash, size);
    }
}
