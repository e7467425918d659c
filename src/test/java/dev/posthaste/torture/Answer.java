package dev.posthaste.torture;

/** What a door said to a mail. */
sealed interface Answer {

    /** It is the server's now; {@code id} names it, where the door gives names. */
    record Accepted(String id) implements Answer {}

    /** Come again. */
    record TryLater(String said) implements Answer {}

    /** Never; which no mail of this load deserves. */
    record Refused(String said) implements Answer {}
}
