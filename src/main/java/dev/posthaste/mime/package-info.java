/**
 * What a message is: its header, its structure, its text; reading and writing. Everything here is a pure function of
 * bytes: nothing knows a socket, a store or a clock, nothing blocks, and no input, however hostile, makes a parser throw
 * anything unchecked or run longer than in proportion to its length.
 *
 * <p>Ways in: {@link MimeIndexer} looks once at the bytes that arrive and leaves a {@link MimeIndex} with the place of
 * every part; {@link HeaderBlock} reads and edits a header without changing a byte that it was not asked to;
 * {@link ContentDecoder} and {@link DecodedBody} turn stored parts into content; {@link MessageComposer}
 * writes messages. Read by all rooms that handle messages; reads {@code address} and the JDK.
 *
 * @spec https://www.rfc-editor.org/info/rfc5322 RFC 5322: Internet Message Format
 * @spec https://www.rfc-editor.org/info/rfc6532 RFC 6532: Internationalized Email Headers
 * @spec https://www.rfc-editor.org/info/rfc2045 RFC 2045: MIME Part One: Format of Internet Message Bodies
 * @spec https://www.rfc-editor.org/info/rfc2046 RFC 2046: MIME Part Two: Media Types
 * @spec https://www.rfc-editor.org/info/rfc2047 RFC 2047: MIME Part Three: Message Header Extensions for Non-ASCII Text
 * @spec https://www.rfc-editor.org/info/rfc2183 RFC 2183: The Content-Disposition Header Field
 * @spec https://www.rfc-editor.org/info/rfc2231 RFC 2231: MIME Parameter Value and Encoded Word Extensions
 * @spec https://www.rfc-editor.org/info/rfc2387 RFC 2387: The MIME Multipart/Related Content-type
 * @spec https://www.rfc-editor.org/info/rfc6522 RFC 6522: The Multipart/Report Media Type
 * @spec https://www.rfc-editor.org/info/rfc9051 RFC 9051: Internet Message Access Protocol (IMAP) - Version 4rev2
 */
@NullMarked
package dev.posthaste.mime;

import org.jspecify.annotations.NullMarked;
