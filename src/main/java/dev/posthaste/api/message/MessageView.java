package dev.posthaste.api.message;

import dev.posthaste.mailbox.StoredMessage;
import dev.posthaste.mime.Envelope;
import java.util.List;

/**
 * A message as a list shows it.
 *
 * @param flags system flags and keywords by name
 */
public record MessageView(StoredMessage stored, Envelope envelope, List<String> flags) {
    /** Keeps its own copy of the flags. */
    public MessageView {
        flags = List.copyOf(flags);
    }
}
