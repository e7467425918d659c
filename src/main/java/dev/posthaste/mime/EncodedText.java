package dev.posthaste.mime;

/**
 * Text that is encoded already.
 *
 * @param contentType what {@code Content-Type} says, such as {@code text/plain; charset=utf-8}
 * @param body lines of ASCII with any kind of line end
 */
public record EncodedText(String contentType, TransferEncoding encoding, String body) {}
