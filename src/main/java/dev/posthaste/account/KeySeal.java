package dev.posthaste.account;

/** Encrypts private keys at rest. What is sealed for one purpose cannot be opened for another. */
public interface KeySeal {

    /** Encrypts, bound to {@code purpose}. */
    byte[] seal(String purpose, byte[] plain);

    /** Decrypts what {@link #seal} made; fails with {@link IllegalStateException} if the master key is another or the octets were changed. */
    byte[] open(String purpose, byte[] sealed);
}
