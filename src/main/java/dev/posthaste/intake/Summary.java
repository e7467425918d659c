package dev.posthaste.intake;

import dev.posthaste.id.AccountId;
import dev.posthaste.mime.Envelope;
import dev.posthaste.mime.MessageIds;
import dev.posthaste.mime.MimeIndex;
import dev.posthaste.mime.SubjectBase;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/**
 * What lists, sorting and threading need of a message.
 *
 * @param baseSubject RFC 5256 section 2.1, at most {@link #MAX_TEXT} characters
 * @param sentAt the Date field, if it is well-formed
 * @param threadRoot a digest of the thread's root: the first id of References, else of In-Reply-To, else its own
 *     Message-ID, else chance
 */
public record Summary(String baseSubject, Optional<Instant> sentAt, Attachments attachments, UUID threadRoot) {

    /** Characters of a text that is kept: a line of RFC 5322 section 2.1.1. */
    static final int MAX_TEXT = 998;

    /** Of a message of which nothing is known. */
    public static final Summary NONE = new Summary("", Optional.empty(), Attachments.NONE, new UUID(0, 0));

    /** Whether a part is an attachment or has a file name. */
    public enum Attachments {
        /** No part. */
        NONE,
        /** At least one. */
        SOME
    }

    /** Of an indexed message. */
    public static Summary of(MimeIndex index) {
        Envelope envelope = index.envelope();
        return new Summary(
                stored(SubjectBase.of(envelope.decodedSubject())),
                envelope.sentAt().filter(Summary::isStorable).map(OffsetDateTime::toInstant),
                index.parts().stream().anyMatch(Summary::isAttachment) ? Attachments.SOME : Attachments.NONE,
                root(envelope).map(Summary::digest).orElseGet(UUID::randomUUID));
    }

    /** The thread's id in an account: the same for all its messages there, and another one in every other account. */
    public UUID thread(AccountId account) {
        UUID id = account.value();
        return new UUID(
                threadRoot.getMostSignificantBits() ^ id.getMostSignificantBits(),
                threadRoot.getLeastSignificantBits() ^ id.getLeastSignificantBits());
    }

    /** Without NUL, which PostgreSQL's text cannot hold, and cut at {@link #MAX_TEXT}. */
    static String stored(String text) {
        String clean = text.replace("\0", "");
        return clean.length() <= MAX_TEXT ? clean : clean.substring(0, clean.offsetByCodePoints(0, MAX_TEXT / 2));
    }

    private static Optional<String> root(Envelope envelope) {
        Optional<String> parent = envelope.inReplyTo()
                .flatMap(field -> MessageIds.parse(field).stream().findFirst());
        return envelope.references().stream().findFirst().or(() -> parent).or(envelope::id);
    }

    private static boolean isAttachment(MimeIndex.Numbered numbered) {
        var part = numbered.part();
        return part.fields().disposition().isAttachment() || part.filename().isPresent();
    }

    /** PostgreSQL's range is larger; no other year is a date. */
    private static boolean isStorable(OffsetDateTime date) {
        return date.getYear() > 0 && date.getYear() < 10_000;
    }

    private static UUID digest(String messageId) {
        try {
            byte[] octets = MessageDigest.getInstance("SHA-256").digest(messageId.getBytes(StandardCharsets.UTF_8));
            ByteBuffer digest = ByteBuffer.wrap(octets);
            return new UUID(digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
