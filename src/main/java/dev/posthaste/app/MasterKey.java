package dev.posthaste.app;

import dev.posthaste.account.KeySeal;
import dev.posthaste.id.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key under which private keys rest in the database: AES-256 in GCM, the purpose bound in as additional data. It
 * is not in the database, so that a copy of the database does not give the keys away. Every node of one installation
 * needs the same: {@code POSTHASTE_MASTER_KEY}.
 *
 * <pre>
 * sealed = version nonce ciphertext tag
 * </pre>
 */
final class MasterKey implements KeySeal {

    /** The only form so far. */
    private static final byte VERSION = 1;

    private static final int KEY_OCTETS = 32;

    /** NIST SP 800-38D section 8.2.2: random nonces of 96 bits are good for 2^32 messages under one key. */
    private static final int NONCE_OCTETS = 12;

    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom chance = new SecureRandom();

    private MasterKey(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /** The given one, else the one that is kept in the data directory, else a new one that is kept from now on. */
    static MasterKey of(DataDirectory data, Optional<Secret> given) throws StartException {
        if (given.isPresent()) {
            return parse(given.get(), "POSTHASTE_MASTER_KEY");
        }
        KeyFile file = new KeyFile(data, "master.key");
        Secret key = file.exists() ? file.read() : file.create(MasterKey::generate);
        return parse(key, file.path().toString());
    }

    @Override
    public byte[] seal(String purpose, byte[] plain) {
        byte[] nonce = new byte[NONCE_OCTETS];
        chance.nextBytes(nonce);
        try {
            byte[] ciphertext = cipher(Cipher.ENCRYPT_MODE, nonce, purpose).doFinal(plain);
            return ByteBuffer.allocate(1 + NONCE_OCTETS + ciphertext.length)
                    .put(VERSION)
                    .put(nonce)
                    .put(ciphertext)
                    .array();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has AES in GCM", impossible);
        }
    }

    @Override
    public byte[] open(String purpose, byte[] sealed) {
        if (sealed.length < 1 + NONCE_OCTETS + TAG_BITS / 8 || sealed[0] != VERSION) {
            throw new IllegalStateException("this was not sealed by a master key");
        }
        ByteBuffer parts = ByteBuffer.wrap(sealed, 1, sealed.length - 1);
        byte[] nonce = new byte[NONCE_OCTETS];
        parts.get(nonce);
        byte[] ciphertext = new byte[parts.remaining()];
        parts.get(ciphertext);
        try {
            return cipher(Cipher.DECRYPT_MODE, nonce, purpose).doFinal(ciphertext);
        } catch (AEADBadTagException notOurs) {
            throw new IllegalStateException(
                    "this was sealed by another master key or for another purpose, or it was changed", notOurs);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has AES in GCM", impossible);
        }
    }

    private Cipher cipher(int direction, byte[] nonce, String purpose) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(direction, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static Secret generate() {
        byte[] random = new byte[KEY_OCTETS];
        new SecureRandom().nextBytes(random);
        return new Secret(Base64.getEncoder().encodeToString(random));
    }

    private static MasterKey parse(Secret text, String place) throws StartException {
        try {
            byte[] key = text.use(Base64.getDecoder()::decode);
            if (key.length == KEY_OCTETS) {
                return new MasterKey(key);
            }
        } catch (IllegalArgumentException notBase64) {
            throw notAKey(place);
        }
        throw notAKey(place);
    }

    private static StartException notAKey(String place) {
        return new StartException("The master key in " + place + " is not 32 octets in Base64. Put the right one"
                + " there; `openssl rand -base64 32` makes a new one. What was sealed under another is lost.");
    }
}
