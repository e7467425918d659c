package dev.posthaste.mailbox;

/**
 * A message and the octets that were read with it.
 *
 * @param beginning the first octets of the blob, as far as they were asked for; none if the blob lies in chunks
 */
public record Excerpt(StoredMessage message, byte[] beginning) {

    /** Of so many octets of the message, from its first on, we know what they are. */
    public long known() {
        return message.prefix().length + (long) beginning.length;
    }
}
