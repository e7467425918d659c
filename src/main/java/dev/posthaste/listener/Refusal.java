package dev.posthaste.listener;

/** Why a connection is not served. */
public enum Refusal {
    /** The server has as many connections as it may. */
    TOO_MANY_OF_ALL,
    /** The network of the client has as many connections as it may. */
    TOO_MANY_OF_ADDRESS,
    /** The server stops. */
    STOPPING
}
