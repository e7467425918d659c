package dev.posthaste.api;

/**
 * What this server's operator allows.
 *
 * @param messageOctets POSTHASTE_MESSAGE_SIZE_MAX
 */
public record ApiLimits(long messageOctets) {}
