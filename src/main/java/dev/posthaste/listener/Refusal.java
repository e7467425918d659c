package dev.posthaste.listener;

/** Why a connection is not served. */
public enum Refusal {
    /** There is no room for any. */
    TOO_MANY_OF_ALL,
    /** There is no room for more from its address. */
    TOO_MANY_OF_ADDRESS,
    /** The server stops. */
    STOPPING
}
