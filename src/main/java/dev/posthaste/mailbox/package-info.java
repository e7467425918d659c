/**
 * Folders and what lies in them: UIDs, flags, MODSEQ, search, changes. (IMAP calls a folder a mailbox.)
 *
 * <p>Way in: {@link FolderStore} for folders, {@link MailboxStore} for messages, {@link ChangeFeed} to be told that a
 * folder changed, {@link MessageBytes} to read a message, {@link MaildropLock} for the one POP3 session of an account. Messages come in by the door ({@code intake}) alone. Read by
 * the protocol servers and the API.
 *
 * @spec https://www.rfc-editor.org/info/rfc9051 RFC 9051: Internet Message Access Protocol (IMAP) - Version 4rev2
 * @spec https://www.rfc-editor.org/info/rfc7162 RFC 7162: IMAP Extensions: CONDSTORE and QRESYNC
 * @spec https://www.rfc-editor.org/info/rfc6154 RFC 6154: IMAP LIST Extension for Special-Use Mailboxes
 */
@NullMarked
package dev.posthaste.mailbox;

import org.jspecify.annotations.NullMarked;
