package dev.posthaste.queue;

import dev.posthaste.address.ReversePath;
import dev.posthaste.blob.BlobRef;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.TenantId;
import java.time.Instant;

/**
 * An email as it is sent to every recipient.
 *
 * @param prefix header fields that precede the blob's octets
 * @param wording whether addresses or header fields need SMTPUTF8 (RFC 6531)
 */
public record Item(
        EmailId email, ReversePath reversePath, Prefix prefix, BlobRef blob, Wording wording, Instant acceptedAt) {

    /** Whether the host must support SMTPUTF8. */
    public enum Wording {
        /** ASCII in addresses and header fields. */
        ASCII,
        /** UTF-8 in an address or a header field: the host must speak SMTPUTF8. */
        UTF8
    }

    /** The owner. */
    public TenantId tenant() {
        return blob.tenant();
    }

    /** Octets on the wire, dots not counted. */
    public long size() {
        return prefix.length() + blob.size();
    }
}
