package dev.posthaste.mime;

/**
 * Text that is already encoded.
 *
 * @param contentType value of {@code Content-Type}, such as {@code text/plain; charset=utf-8}
 * @param body ASCII lines with any kind of line end
 */
public record EncodedText(String contentType, TransferEncoding encoding, String body) {}
