/**
 * IMAP codec: octets to {@link dev.posthaste.imap.wire.Command}, responses to octets. Knows no sockets, users or
 * databases.
 *
 * <p>Entry points: {@link dev.posthaste.imap.wire.Fragmenter} finds the end of a command and announced literals,
 * {@link dev.posthaste.imap.wire.CommandParser} parses commands, {@link dev.posthaste.imap.wire.ResponseWriter} writes
 * responses. Used by {@code imap.server}.
 *
 * @spec https://www.rfc-editor.org/info/rfc9051 RFC 9051: Internet Message Access Protocol (IMAP) - Version 4rev2
 * @spec https://www.rfc-editor.org/info/rfc3501 RFC 3501: Internet Message Access Protocol - Version 4rev1
 * @spec https://www.rfc-editor.org/info/rfc7888 RFC 7888: IMAP4 Non-synchronizing Literals
 * @spec https://www.rfc-editor.org/info/rfc5258 RFC 5258: IMAP4 LIST Command Extensions
 * @spec https://www.rfc-editor.org/info/rfc5530 RFC 5530: IMAP Response Codes
 */
@NullMarked
package dev.posthaste.imap.wire;

import org.jspecify.annotations.NullMarked;
