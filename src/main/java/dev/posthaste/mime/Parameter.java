package dev.posthaste.mime;

/**
 * One parameter as written, with the marks of RFC 2231 in its name ({@code filename*0*}) and its value unquoted but not
 * decoded.
 *
 * @param name in lower case
 */
public record Parameter(String name, String value) {}
