package dev.posthaste.api;

import dev.posthaste.account.KeySeal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Hides what it seals behind its purpose: no secret, but unreadable, and of no use for another purpose. */
public final class TestSeal implements KeySeal {

    private static final int CHECK = 32;

    @Override
    public byte[] seal(String purpose, byte[] plain) {
        byte[] sealed = Arrays.copyOf(digest(purpose), CHECK + plain.length);
        for (int i = 0; i < plain.length; i++) {
            sealed[CHECK + i] = (byte) (plain[i] ^ sealed[i % CHECK] ^ 0x5A);
        }
        return sealed;
    }

    @Override
    public byte[] open(String purpose, byte[] sealed) {
        if (!Arrays.equals(digest(purpose), Arrays.copyOf(sealed, CHECK))) {
            throw new IllegalStateException("sealed for another purpose");
        }
        byte[] plain = new byte[sealed.length - CHECK];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = (byte) (sealed[CHECK + i] ^ sealed[i % CHECK] ^ 0x5A);
        }
        return plain;
    }

    private static byte[] digest(String purpose) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
