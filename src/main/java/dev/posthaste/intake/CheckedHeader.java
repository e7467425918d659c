package dev.posthaste.intake;

import dev.posthaste.senderauth.BodyHash;
import dev.posthaste.senderauth.DkimKey;
import dev.posthaste.senderauth.DkimSigner;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * A header that may pass, as it will be stored.
 *
 * @param keys of the author's domain, if the message is to be signed
 */
record CheckedHeader(byte[] octets, String messageId, List<DkimKey> keys) {

    /** The DKIM-Signature fields, made on {@code workers} since RSA takes a millisecond of a core. */
    Uni<byte[]> signatures(BodyHash body, DkimSigner signer, Executor workers) {
        if (keys.isEmpty()) {
            return Uni.createFrom().item(new byte[0]);
        }
        return Uni.createFrom()
                .item(() -> signer.sign(octets, body.finish(), keys))
                .runSubscriptionOn(workers);
    }
}
