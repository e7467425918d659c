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
 * Writes DKIM signatures, relaxed/relaxed, over the whole body (no {@code l=}, which lets others add to it). Each field
 * that readers see is named once more than it occurs, so that a second one, put above ours on the way, breaks the
 * signature (RFC 6376 section 8.15).
 */
public final class DkimSigner {

    /** Signed once more than they occur, even where they are absent. */
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
     * Signed once more than they occur where they occur: a mailing list may put its own into a message that has none
     * (RFC 2369, RFC 2919), but may not double the sender's unsubscribe link (RFC 8058 section 4).
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

    /** Signs at the time that {@code clock} tells. */
    public DkimSigner(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Signs a message with each of these keys. Takes up to a millisecond for an RSA key.
     *
     * @param header the fields of the message as they are sent, each with its CRLF; an empty line after them is allowed
     * @param body the hash of the body as it is sent
     * @return one DKIM-Signature field a key, folded, each with its CRLF: to be put in front of the header
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

    /** What is signed: the named fields, of one name from the bottom up (RFC 6376 section 5.4.2), then our own. */
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
