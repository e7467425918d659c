package dev.posthaste.intake;

/**
 * How a message came, for its Received field (RFC 5321 section 4.4).
 *
 * @param with the protocol, as in RFC 3848: ESMTP, ESMTPS, ESMTPSA, HTTP, GRPC …
 * @param from what the client called itself, with its address: {@code mail.example.org ([192.0.2.1])}; control
 *     characters are dropped
 */
public record Trace(String with, String from) {}
