/**
 * IMAP on the wire: bytes to {@link dev.posthaste.imap.wire.Command}, answers to bytes. Nothing here knows a socket, a
 * user or a database.
 *
 * <p>Way in: {@link dev.posthaste.imap.wire.Fragmenter} says where a command ends and which literal is announced, {@link
 * dev.posthaste.imap.wire.CommandParser} says what it means, {@link dev.posthaste.imap.wire.ResponseWriter} writes what is
 * answered. Read by {@code imap.server}.
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
