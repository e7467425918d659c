package dev.posthaste.api;

import dev.posthaste.login.Principal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A digest of what a request asks for, the same whichever dialect it came in: two requests with one idempotency key are one
 * only if they ask for the same. Every text is preceded by its length, so that no two requests run together.
 */
public final class Fingerprint {

    private final MessageDigest digest;

    /** Of nothing so far. */
    public Fingerprint() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    /** Of a request of any other call: only who made it, in the same dialect, is answered again. */
    public static byte[] of(Principal caller, String dialect, byte[] body) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.texts(List.of(identity(caller), dialect));
        fingerprint.octets(body);
        return fingerprint.digest.digest();
    }

    /** Who calls, however his key is written. */
    public static String identity(Principal caller) {
        return switch (caller) {
            case Principal.AccountHolder holder -> holder.account().toString();
            case Principal.KeyHolder holder -> holder.key().toString();
            case Principal.Platform ignored -> "platform";
        };
    }

    /** A target in 64 characters, however long its names are. */
    public static String of(Target target) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.texts(List.of(target.operation().name()));
        fingerprint.texts(target.names());
        return HexFormat.of().formatHex(fingerprint.digest.digest());
    }

    /** Texts in 64 characters. */
    public static String of(List<String> texts) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.texts(texts);
        return HexFormat.of().formatHex(fingerprint.digest.digest());
    }

    /** A digest of texts. */
    public static byte[] octets(String... texts) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.texts(List.of(texts));
        return fingerprint.digest.digest();
    }

    /** The digest of what was added. */
    public byte[] digest() {
        return digest.digest();
    }

    /** Takes the next octets of a stream, of which there is one. */
    public void stream(byte[] octets) {
        digest.update(octets);
    }

    /** What came before the stream, and the stream. */
    public byte[] after(byte[] before) {
        byte[] streamed = digest.digest();
        octets(before);
        octets(streamed);
        return digest.digest();
    }

    /** Adds texts. */
    public void texts(List<String> texts) {
        number(texts.size());
        texts.forEach(text -> octets(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Adds octets. */
    public void octets(byte[] octets) {
        number(octets.length);
        digest.update(octets);
    }

    /** Adds a number. */
    public void number(int number) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }
}
