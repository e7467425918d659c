package dev.posthaste.api;

import dev.posthaste.intake.IdempotencyKey;

/**
 * Reads idempotency keys: a structured-field string, as the draft of the Idempotency-Key header field has it, or a bare
 * token, as most programs write it. Both forms of one text are one key.
 *
 * <pre>
 * key     = quoted / 1*255VCHAR
 * quoted  = DQUOTE *( %x20-21 / %x23-5B / %x5D-7E / "\" ( DQUOTE / "\" ) ) DQUOTE    ; RFC 9651 section 3.3.3
 * </pre>
 */
public final class IdempotencyKeys {

    /** What this server calls the operation whose keys these are, over REST and gRPC. */
    public static final String SEND = "emails:send";

    private IdempotencyKeys() {}

    /** The key that was sent. */
    public static IdempotencyKey read(String scope, String sent, byte[] fingerprint) {
        return new IdempotencyKey(scope, text(sent), fingerprint);
    }

    /** Its text. */
    public static String text(String sent) {
        return checked(unquoted(sent.strip()));
    }

    private static String checked(String key) {
        boolean visible = key.chars().allMatch(c -> c >= ' ' && c < 0x7F);
        if (key.isEmpty() || key.length() > IdempotencyKey.MAX_LENGTH || !visible) {
            throw ApiException.of(
                    ErrorCode.INVALID_IDEMPOTENCY_KEY,
                    "an idempotency key has 1 to " + IdempotencyKey.MAX_LENGTH + " visible ASCII characters");
        }
        return key;
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        if (!quoted) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 1; i < text.length() - 1; i++) {
            if (text.charAt(i) == '\\' && i + 1 < text.length() - 1) {
                i++;
            }
            plain.append(text.charAt(i));
        }
        return plain.toString();
    }
}
