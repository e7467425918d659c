package dev.posthaste.event;

import dev.posthaste.id.AccountId;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.StoredMessageId;
import dev.posthaste.id.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One change of state that is durable.
 *
 * @param at when the transaction that made the change began, by the database's clock
 * @param mail what changed in a folder; empty for other events
 * @param data a JSON object with what else is known, {@code {}} if there is nothing
 */
public record Event(
        Position position,
        Instant at,
        TenantId tenant,
        EventType type,
        Subject subject,
        Optional<Mail> mail,
        String data) {

    /** What an event is about. All events of one subject stand in the order in which the changes were made. */
    public record Subject(EventType.Kind kind, UUID id) {}

    /**
     * What happened to a folder or to messages in it; the subject is the folder.
     *
     * @param modSeq of the account after the change (RFC 7162 section 3.1)
     * @param messages those that were created, changed or deleted; empty if the folder itself was
     * @param email the email that brought the message; empty for several messages and for those that came otherwise
     */
    public record Mail(AccountId account, long modSeq, List<Message> messages, Optional<EmailId> email) {

        /** The most messages of one event; a change of more of them writes several, in the order of UIDs. */
        public static final int MAX_MESSAGES = 500;

        /** Keeps its own copy of the messages. */
        public Mail {
            messages = List.copyOf(messages);
        }
    }

    /** A message of a folder. */
    public record Message(long uid, StoredMessageId id) {}
}
