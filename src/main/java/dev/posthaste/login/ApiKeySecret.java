package dev.posthaste.login;

import dev.posthaste.id.ApiKeyId;
import dev.posthaste.id.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.zip.CRC32;

/**
 * The text of an API key: {@code ph_live_ID_SECRETCHECKSUM}. The checksum lets scanners and clients tell a key from
 * something that looks like one without asking the server.
 */
public final class ApiKeySecret {

    /** The prefix of every key. */
    public static final String PREFIX = "ph_live_";

    private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final int SECRET_LENGTH = 40;
    private static final int CHECKSUM_LENGTH = 6;

    private ApiKeySecret() {}

    /** A new secret for a key: 40 characters of an alphabet of 59, about 235 bits. */
    public static Secret generate(ApiKeyId id, SecureRandom chance) {
        StringBuilder text = new StringBuilder(PREFIX)
                .append(id.toString().substring(id.toString().indexOf('_') + 1))
                .append('_');
        for (int i = 0; i < SECRET_LENGTH; i++) {
            text.append(ALPHABET.charAt(chance.nextInt(ALPHABET.length())));
        }
        return new Secret(text.append(checksum(text)).toString());
    }

    /** Whether the text has the form of a key and its checksum fits. */
    public static boolean isWellFormed(String text) {
        int cut = text.length() - CHECKSUM_LENGTH;
        return text.startsWith(PREFIX)
                && cut > PREFIX.length()
                && text.substring(cut).equals(checksum(text.substring(0, cut)));
    }

    /** The SHA-256 that the store keeps. A fast digest is enough for a secret of 235 random bits. */
    public static byte[] hash(Secret key) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return key.use(text -> sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    private static String checksum(CharSequence text) {
        CRC32 crc = new CRC32();
        crc.update(text.toString().getBytes(StandardCharsets.US_ASCII));
        long rest = crc.getValue();
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < CHECKSUM_LENGTH; i++) {
            digits.append(ALPHABET.charAt((int) (rest % ALPHABET.length())));
            rest /= ALPHABET.length();
        }
        return digits.toString();
    }
}
