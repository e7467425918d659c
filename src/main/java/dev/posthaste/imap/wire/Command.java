package dev.posthaste.imap.wire;

import dev.posthaste.id.SecretOctets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A parsed command of a client, with its arguments (RFC 9051 section 6, RFC 3501 section 6). {@link CommandSyntax} has the
 * names and grammars. An extension may parse a command into a type of its own.
 */
public sealed interface Command {

    /** CAPABILITY. */
    record Capability() implements Command {}

    /** NOOP. */
    record Noop() implements Command {}

    /** LOGOUT. */
    record Logout() implements Command {}

    /** ID (RFC 2971): the client's self-description. */
    record Id(Map<String, String> client) implements Command {
        /** Copies the map. */
        public Id {
            client = Map.copyOf(client);
        }
    }

    /** STARTTLS. */
    record StartTls() implements Command {}

    /** AUTHENTICATE with the mechanism name in upper case. */
    record Authenticate(String mechanism, InitialResponse initial) implements Command {}

    /** The initial response of a SASL exchange (RFC 4959). */
    sealed interface InitialResponse {
        /** No initial response; the server must request one. */
        record None() implements InitialResponse {}

        /** The initial response in base64. */
        record Given(SecretOctets base64) implements InitialResponse {}
    }

    /** LOGIN. */
    record Login(String user, SecretOctets password) implements Command {}

    /** ENABLE (RFC 5161) with capability names in upper case. */
    record Enable(List<String> capabilities) implements Command {
        /** Copies the list. */
        public Enable {
            capabilities = List.copyOf(capabilities);
        }
    }

    /** SELECT. */
    record Select(MailboxName mailbox) implements Command {}

    /** EXAMINE. */
    record Examine(MailboxName mailbox) implements Command {}

    /** CREATE. */
    record Create(MailboxName mailbox) implements Command {}

    /** DELETE. */
    record Delete(MailboxName mailbox) implements Command {}

    /** RENAME. */
    record Rename(MailboxName from, MailboxName to) implements Command {}

    /** SUBSCRIBE. */
    record Subscribe(MailboxName mailbox) implements Command {}

    /** UNSUBSCRIBE. */
    record Unsubscribe(MailboxName mailbox) implements Command {}

    /** LIST. */
    sealed interface Listing extends Command {}

    /** LIST with a pattern. */
    record ListMailboxes(
            List<MailboxPattern> patterns,
            Set<ListSelection> selections,
            Set<ListReturn> returns,
            List<StatusItem> status)
            implements Listing {
        /** Copies the collections. */
        public ListMailboxes {
            patterns = List.copyOf(patterns);
            selections = Set.copyOf(selections);
            returns = Set.copyOf(returns);
            status = List.copyOf(status);
        }
    }

    /** LIST with an empty pattern, which asks for the hierarchy separator. */
    record ListSeparator() implements Listing {}

    /** LSUB (RFC 3501 section 6.3.9). */
    record Lsub(MailboxPattern pattern) implements Command {}

    /** NAMESPACE. */
    record Namespace() implements Command {}

    /** STATUS. */
    record Status(MailboxName mailbox, List<StatusItem> items) implements Command {
        /** Copies the list. */
        public Status {
            items = List.copyOf(items);
        }
    }

    /** APPEND up to the announcement of the message literal; {@link CommandParser#head} parses it. */
    record Append(MailboxName mailbox, List<Flag> flags, AppendDate date, Literal message) implements Command {
        /** Copies the list. */
        public Append {
            flags = List.copyOf(flags);
        }
    }

    /** The internal date of an APPEND. */
    sealed interface AppendDate {
        /** The time of arrival. */
        record Now() implements AppendDate {}

        /** The given time. */
        record At(Instant time) implements AppendDate {}
    }

    /** IDLE (RFC 2177). */
    record Idle() implements Command {}

    /** CHECK (RFC 3501 section 6.4.1). */
    record Check() implements Command {}

    /** CLOSE. */
    record Close() implements Command {}

    /** UNSELECT. */
    record Unselect() implements Command {}

    /** EXPUNGE. */
    record Expunge() implements Command {}

    /** UID EXPUNGE. */
    record ExpungeUids(MessageSet uids) implements Command {}

    /**
     * SEARCH and UID SEARCH.
     *
     * @param returns the return options, {@code ALL} for an empty list; empty if there was no RETURN
     */
    record Search(Numbering numbering, Set<SearchReturn> returns, SearchKey key) implements Command {
        /** Copies the set. */
        public Search {
            returns = Set.copyOf(returns);
        }
    }

    /** FETCH and UID FETCH. */
    record Fetch(Numbering numbering, MessageSet messages, List<FetchItem> items) implements Command {
        /** Copies the list. */
        public Fetch {
            items = List.copyOf(items);
        }
    }

    /** STORE and UID STORE. */
    record Store(Numbering numbering, MessageSet messages, StoreChange change) implements Command {}

    /** COPY and UID COPY. */
    record Copy(Numbering numbering, MessageSet messages, MailboxName to) implements Command {}

    /** MOVE and UID MOVE. */
    record Move(Numbering numbering, MessageSet messages, MailboxName to) implements Command {}
}
