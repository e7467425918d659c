/**
 * Parsing and composing of messages: header, structure, text. Everything is a pure function of octets: no sockets,
 * stores or clocks, no blocking, and no input, however hostile, makes a parser throw an unchecked exception or take
 * more than linear time.
 *
 * <p>Entry points: {@link MimeIndexer} makes one pass over arriving octets and produces a {@link MimeIndex} with the
 * position of every part; {@link HeaderBlock} parses and edits a header without changing other octets;
 * {@link ContentDecoder} and {@link DecodedBody} decode stored parts; {@link MessageComposer} composes messages. Used
 * by all packages that process messages; depends on {@code address} and the JDK.
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
