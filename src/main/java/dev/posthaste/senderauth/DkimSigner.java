package dev.posthaste.senderauth;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes DKIM signatures, relaxed/relaxed, over the whole body (without {@code l=}, which would let others append to
 * it). Each field that mail clients display is oversigned: named once more than it occurs, so that adding another one
 * above it breaks the signature (RFC 6376 section 8.15).
 */
public final class DkimSigner {

    /** Fields that are oversigned even if absent. */
    static final List<String> OVERSIGNED = List.of(
            "from",
            "to",
            "cc",
            "subject",
            "date",
            "message-id",
            "reply-to",
            "mime-version",
            "content-type",
            "content-transfer-encoding",
            "in-reply-to",
            "references");

    /**
     * Fields that are oversigned only if present: a mailing list may add its own to a message without them (RFC 2369,
     * RFC 2919), but may not duplicate the sender's unsubscribe link (RFC 8058 section 4).
     */
    static final List<String> OVERSIGNED_IF_PRESENT = List.of(
            "list-id",
            "list-unsubscribe",
            "list-unsubscribe-post",
            "list-subscribe",
            "list-help",
            "list-post",
            "list-owner",
            "list-archive");

    private final InstantSource clock;

    /** A signer whose {@code t=} tags come from {@code clock}. */
    public DkimSigner(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Signs a message with each of the keys. An RSA signature takes up to a millisecond.
     *
     * @param header the fields of the message as sent, each with its CRLF; a final empty line is allowed
     * @param body the hash of the body as sent
     * @return one folded DKIM-Signature field per key, each with its CRLF, to be put before the header
     */
    public byte[] sign(byte[] header, BodyHash.Digest body, List<DkimKey> keys) {
        List<Field> fields = Field.all(header);
        List<String> names = signedNames(fields);
        StringBuilder signatures = new StringBuilder();
        for (DkimKey key : keys) {
            signatures.append(signature(fields, names, body, key));
        }
        return signatures.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private String signature(List<Field> fields, List<String> names, BodyHash.Digest body, DkimKey key) {
        SignatureField field = new SignatureField()
                .tag("v", "1")
                .tag("a", key.algorithm().tag())
                .tag("c", "relaxed/relaxed")
                .tag("d", key.domain().ascii())
                .tag("s", key.selector().toString())
                .tag("t", Long.toString(clock.instant().getEpochSecond()))
                .names("h", names)
                .octets("bh", body.base64())
                .open("b");
        String canonical = canonicalHeader(fields, names, field);
        byte[] signature = key.sign(canonical.getBytes(StandardCharsets.ISO_8859_1));
        return field.close(Base64.getEncoder().encodeToString(signature));
    }

    /**
     * The signed header: the named fields, those of the same name from the bottom up (RFC 6376 section 5.4.2), then the
     * signature field.
     */
    private static String canonicalHeader(List<Field> fields, List<String> names, SignatureField own) {
        Map<String, Deque<Field>> unused = new HashMap<>();
        for (Field field : fields) {
            unused.computeIfAbsent(field.name(), name -> new ArrayDeque<>()).push(field);
        }
        StringBuilder canonical = new StringBuilder();
        for (String name : names) {
            Deque<Field> ofName = unused.get(name);
            if (ofName != null && !ofName.isEmpty()) {
                canonical.append(ofName.pop().canonical()).append("\r\n");
            }
        }
        return canonical.append(own.unsigned().canonical()).toString();
    }

    private static List<String> signedNames(List<Field> fields) {
        List<String> names = new ArrayList<>();
        for (String name : OVERSIGNED) {
            names.addAll(Collections.nCopies(occurrences(fields, name) + 1, name));
        }
        for (String name : OVERSIGNED_IF_PRESENT) {
            int occurrences = occurrences(fields, name);
            names.addAll(Collections.nCopies(occurrences == 0 ? 0 : occurrences + 1, name));
        }
        return names;
    }

    private static int occurrences(List<Field> fields, String name) {
        return (int) fields.stream().filter(field -> field.name().equals(name)).count();
    }
}
