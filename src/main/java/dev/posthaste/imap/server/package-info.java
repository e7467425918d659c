/**
 * Serves IMAP clients. {@link dev.posthaste.imap.server.ImapServer} listens; a connection's octets go to a {@code
 * Conversation}, which cuts and parses them and gives one command after the other to a {@code Session}; what is selected
 * is a {@code SessionView}. None of the last three knows a socket or a clock.
 *
 * <p>Way in: {@link dev.posthaste.imap.server.ImapServer}. Read by {@code app} alone. It never reads or writes more than
 * the client takes: the socket is not read while a command is under way, and a message flows in pieces.
 *
 * @spec https://www.rfc-editor.org/info/rfc9051 RFC 9051: Internet Message Access Protocol (IMAP) - Version 4rev2
 * @spec https://www.rfc-editor.org/info/rfc3501 RFC 3501: Internet Message Access Protocol - Version 4rev1
 * @spec https://www.rfc-editor.org/info/rfc2177 RFC 2177: IMAP4 IDLE command
 * @spec https://www.rfc-editor.org/info/rfc2342 RFC 2342: IMAP4 Namespace
 * @spec https://www.rfc-editor.org/info/rfc2971 RFC 2971: IMAP4 ID extension
 * @spec https://www.rfc-editor.org/info/rfc3348 RFC 3348: IMAP4 Child Mailbox Extension
 * @spec https://www.rfc-editor.org/info/rfc3516 RFC 3516: IMAP4 Binary Content Extension
 * @spec https://www.rfc-editor.org/info/rfc3691 RFC 3691: IMAP UNSELECT command
 * @spec https://www.rfc-editor.org/info/rfc4315 RFC 4315: IMAP UIDPLUS extension
 * @spec https://www.rfc-editor.org/info/rfc4731 RFC 4731: IMAP4 Extension to SEARCH Command
 * @spec https://www.rfc-editor.org/info/rfc4959 RFC 4959: IMAP Extension for SASL Initial Client Response
 * @spec https://www.rfc-editor.org/info/rfc5161 RFC 5161: The IMAP ENABLE Extension
 * @spec https://www.rfc-editor.org/info/rfc5182 RFC 5182: IMAP Extension for Referencing the Last SEARCH Result
 * @spec https://www.rfc-editor.org/info/rfc5258 RFC 5258: IMAP4 LIST Command Extensions
 * @spec https://www.rfc-editor.org/info/rfc5819 RFC 5819: IMAP4 Extension for Returning STATUS Information in Extended LIST
 * @spec https://www.rfc-editor.org/info/rfc6154 RFC 6154: IMAP LIST Extension for Special-Use Mailboxes
 * @spec https://www.rfc-editor.org/info/rfc6851 RFC 6851: IMAP MOVE Extension
 * @spec https://www.rfc-editor.org/info/rfc8438 RFC 8438: IMAP Extension for STATUS=SIZE
 */
@NullMarked
package dev.posthaste.imap.server;

import org.jspecify.annotations.NullMarked;
