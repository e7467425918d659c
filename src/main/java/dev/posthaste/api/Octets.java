package dev.posthaste.api;

import io.smallrye.mutiny.Multi;
import java.util.Optional;

/**
 * A download: octets that are streamed, no faster than they are taken.
 *
 * @param contentType as the sender of the octets named it
 * @param filename empty if there is none
 */
public record Octets(String contentType, Optional<String> filename, Multi<byte[]> bytes) {}
