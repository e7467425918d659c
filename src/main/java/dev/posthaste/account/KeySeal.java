package dev.posthaste.account;

/** Encrypts private keys for their rest in the store. What is sealed under one purpose cannot be opened under another. */
public interface KeySeal {

    /** Encrypts, bound to {@code purpose}. */
    byte[] seal(String purpose, byte[] plain);

    /** Decrypts what {@link #seal} made; fails with {@link IllegalStateException} if the master key is another or the octets were changed. */
    byte[] open(String purpose, byte[] sealed);
}
