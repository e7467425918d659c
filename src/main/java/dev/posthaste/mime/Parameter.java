package dev.posthaste.mime;

/**
 * One parameter as it was written: RFC 2231 marks still in its name ({@code filename*0*}), its value unquoted but not
 * decoded.
 *
 * @param name in lower case
 */
public record Parameter(String name, String value) {}
