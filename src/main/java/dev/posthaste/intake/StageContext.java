package dev.posthaste.intake;

import dev.posthaste.address.ReversePath;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.TenantId;
import dev.posthaste.mime.HeaderBlock;
import java.time.Instant;
import java.util.List;

/** What a {@link Stage} can read of a message. */
public interface StageContext {

    /** The entrance it came by, as a request. */
    enum Kind {
        /** {@link SubmitRequest}. */
        SUBMIT,
        /** {@link DeliverRequest}. */
        DELIVER,
        /** {@link AppendRequest}. */
        APPEND
    }

    /** What sort of request brought it. */
    Kind kind();

    /** How it came. */
    Origin origin();

    /** The id under which logs, traces and events know it. */
    EmailId email();

    /** When it began to come. */
    Instant receivedAt();

    /**
     * Whose message it is; for a delivery, the tenant of its first recipient.
     *
     * @throws IllegalStateException at {@link Stage.Place#CONNECTION}, and at {@link Stage.Place#ENVELOPE} for a recipient who
     *     is elsewhere
     */
    TenantId tenant();

    /** The envelope's sender; empty for an append. */
    ReversePath from();

    /** The envelope's recipients, as they were accepted; none for an append. */
    List<Recipient> recipients();

    /** Where the message goes for one of them, as far as stages have decided. */
    Disposition disposition(Recipient recipient);

    /** Tags that stages gave it so far. */
    List<Action.Tag> tags();

    /**
     * The header as it stands, without what stages put on top.
     *
     * @throws IllegalStateException before {@link Stage.Place#HEADER}
     */
    HeaderBlock header();

    /**
     * The whole message.
     *
     * @throws IllegalStateException before {@link Stage.Place#CONTENT}
     */
    StagedMessage message();
}
