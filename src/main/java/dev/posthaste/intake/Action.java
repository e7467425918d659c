package dev.posthaste.intake;

import dev.posthaste.account.AccountRef;
import dev.posthaste.id.FolderId;
import dev.posthaste.mime.HeaderBlock;
import dev.posthaste.mime.HeaderField;
import io.smallrye.mutiny.Multi;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** What a {@link Stage} does with a message. */
public sealed interface Action {

    /**
     * Puts fields on top of the header, above those of earlier stages. The stored content stays as it is; at
     * {@link Stage.Place#CONTENT} and later this costs nothing.
     *
     * @param octets complete fields, each with its CRLF
     */
    record AddFields(byte[] octets) implements Action {

        /** These fields, in this order. */
        public static AddFields of(HeaderField... fields) {
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            for (HeaderField field : fields) {
                octets.writeBytes(field.raw());
            }
            return new AddFields(octets.toByteArray());
        }
    }

    /** Replaces the header; at {@link Stage.Place#HEADER} only, since afterwards the content is staged. */
    record ReplaceHeader(HeaderBlock header) implements Action {}

    /**
     * Replaces the whole message, header and body, before it is hashed, signed and stored; at {@link Stage.Place#CONTENT}
     * only. The octets are asked for one piece at a time and end within {@link Stage#limit}; lines end in CR LF.
     */
    record Transform(Multi<byte[]> octets) implements Action {}

    /**
     * Notes a finding, for events, traces and later stages.
     *
     * @param name such as {@code spam}; lower case
     * @param reason in words, for the user's eyes
     */
    record Tag(String name, String reason) implements Action {}

    /** Puts the message into this folder of the recipient's account, with these bits of {@code mailbox.Flags}. */
    record Place(Recipient recipient, FolderId folder, long flags) implements Action {}

    /** Takes the message for the recipient and drops it. */
    record Discard(Recipient recipient, String reason) implements Action {}

    /**
     * Does not take the message for this recipient. By LMTP the client is told so for that recipient. By SMTP the whole
     * message is refused if no other recipient takes it; else the sender gets a delivery report.
     */
    record Reject(Recipient recipient, Refusal refusal) implements Action {}

    /** Sends the message to others in the recipient's place. Their destinations are known. */
    record Redirect(Recipient recipient, List<Recipient> to) implements Action {
        /** Keeps its own copy. */
        public Redirect {
            to = List.copyOf(to);
        }
    }

    /** Puts a copy into a folder of an account, whatever becomes of the recipients. */
    record Copy(AccountRef account, FolderId folder, long flags) implements Action {}

    /** Local mode: keeps the message for this recipient in a folder, and says so in the recipient's status. */
    record Capture(Recipient recipient, AccountRef account, FolderId folder) implements Action {}

    /** Refuses the whole message. */
    record Refuse(Refusal refusal) implements Action {}

    /** Defers the whole message. */
    record Defer(Deferral deferral) implements Action {}
}
