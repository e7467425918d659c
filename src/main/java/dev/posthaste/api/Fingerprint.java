package dev.posthaste.api;

import dev.posthaste.login.Principal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/**
 * A digest of what a request asks for, the same whichever dialect it came in: two requests with one idempotency key are one
 * only if they ask for the same. Every text is preceded by its length, so that no two requests run together.
 */
final class Fingerprint {

    private final MessageDigest digest;

    Fingerprint() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    static byte[] of(EmailDraft draft) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.addressees(draft.addressees());
        fingerprint.composition(draft.composition());
        fingerprint.octets(draft.raw().orElse(new byte[0]));
        fingerprint.texts(draft.labels().tags());
        new TreeMap<>(draft.labels().metadata()).forEach((key, value) -> fingerprint.texts(List.of(key, value)));
        return fingerprint.digest.digest();
    }

    /** Of a request of any other call: only who made it, in the same dialect, is answered again. */
    static byte[] of(Principal caller, String dialect, byte[] body) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.texts(List.of(identity(caller), dialect));
        fingerprint.octets(body);
        return fingerprint.digest.digest();
    }

    /** Who calls, however his key is written. */
    static String identity(Principal caller) {
        return switch (caller) {
            case Principal.AccountHolder holder -> holder.account().toString();
            case Principal.KeyHolder holder -> holder.key().toString();
            case Principal.Platform ignored -> "platform";
        };
    }

    /** A target in 64 characters, however long its names are. */
    static String of(Target target) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.texts(List.of(target.operation().name()));
        fingerprint.texts(target.names());
        return HexFormat.of().formatHex(fingerprint.digest.digest());
    }

    /** Texts in 64 characters. */
    static String of(List<String> texts) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.texts(texts);
        return HexFormat.of().formatHex(fingerprint.digest.digest());
    }

    /** A digest of texts. */
    static byte[] octets(String... texts) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.texts(List.of(texts));
        return fingerprint.digest.digest();
    }

    /** Takes the next octets of a stream, of which there is one. */
    void stream(byte[] octets) {
        digest.update(octets);
    }

    /** What came before the stream, and the stream. */
    byte[] after(byte[] before) {
        byte[] streamed = digest.digest();
        octets(before);
        octets(streamed);
        return digest.digest();
    }

    private void addressees(EmailDraft.Addressees people) {
        people(people.from().stream().toList());
        people(people.to());
        people(people.cc());
        people(people.bcc());
        people(people.replyTo());
    }

    private void people(List<EmailDraft.Person> people) {
        number(people.size());
        people.forEach(person -> texts(List.of(person.address(), person.name())));
    }

    private void composition(EmailDraft.Composition content) {
        texts(List.of(content.subject(), content.text(), content.html()));
        number(content.headers().size());
        content.headers().forEach(field -> texts(List.of(field.name(), field.value())));
        number(content.attachments().size());
        for (EmailDraft.Attachment attachment : content.attachments()) {
            texts(List.of(
                    attachment.filename(),
                    attachment.contentType(),
                    attachment.placement().name(),
                    attachment.contentId()));
            octets(attachment.content());
        }
    }

    private void texts(List<String> texts) {
        number(texts.size());
        texts.forEach(text -> octets(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void octets(byte[] octets) {
        number(octets.length);
        digest.update(octets);
    }

    private void number(int number) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }
}
