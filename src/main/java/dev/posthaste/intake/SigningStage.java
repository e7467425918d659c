package dev.posthaste.intake;

import dev.posthaste.senderauth.BodyHash;
import dev.posthaste.senderauth.DkimSigner;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Puts DKIM signatures on top (RFC 6376), on {@code workers}: an RSA signature takes a millisecond of a core. The last stage of
 * its place: they cover what the other stages put on top.
 */
final class SigningStage implements Stage {

    private final DkimSigner signer;
    private final Executor workers;

    SigningStage(DkimSigner signer, Executor workers) {
        this.signer = signer;
        this.workers = workers;
    }

    @Override
    public String name() {
        return "signing";
    }

    @Override
    public Place place() {
        return Place.CONTENT;
    }

    @Override
    public boolean concerns(StageContext message) {
        return !((Passage) message).signingKeys().isEmpty();
    }

    @Override
    public Answer judge(StageContext message) {
        Passage passage = (Passage) message;
        BodyHash.Digest body = passage.bodyHash().orElseThrow();
        byte[] header = passage.fieldsAbove(passage.headerOctets());
        return new Answer.Later(Uni.createFrom()
                .item(() -> List.<Action>of(new Action.AddFields(signer.sign(header, body, passage.signingKeys()))))
                .runSubscriptionOn(workers));
    }
}
