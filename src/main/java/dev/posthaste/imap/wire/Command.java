package dev.posthaste.imap.wire;

import dev.posthaste.id.SecretOctets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A parsed command of a client (RFC 9051 section 6, RFC 3501 section 6). */
public sealed interface Command {

    /** Commands that are valid in every state. */
    sealed interface Anytime extends Command {}

    /** Commands that are valid before login. */
    sealed interface BeforeLogin extends Command {}

    /** Commands that are valid after login. */
    sealed interface AfterLogin extends Command {}

    /** Commands that are valid while a mailbox is selected. */
    sealed interface OnSelected extends Command {}

    /** CAPABILITY. */
    record Capability() implements Anytime {}

    /** NOOP. */
    record Noop() implements Anytime {}

    /** LOGOUT. */
    record Logout() implements Anytime {}

    /** ID (RFC 2971): the client's self-description. */
    record Id(Map<String, String> client) implements Anytime {
        /** Copies the map. */
        public Id {
            client = Map.copyOf(client);
        }
    }

    /** STARTTLS. */
    record StartTls() implements BeforeLogin {}

    /** AUTHENTICATE with the mechanism name in upper case. */
    record Authenticate(String mechanism, InitialResponse initial) implements BeforeLogin {}

    /** The initial response of a SASL exchange (RFC 4959). */
    sealed interface InitialResponse {
        /** No initial response; the server must request one. */
        record None() implements InitialResponse {}

        /** The initial response in base64. */
        record Given(SecretOctets base64) implements InitialResponse {}
    }

    /** LOGIN. */
    record Login(String user, SecretOctets password) implements BeforeLogin {}

    /** ENABLE (RFC 5161) with capability names in upper case. */
    record Enable(List<String> capabilities) implements AfterLogin {
        /** Copies the list. */
        public Enable {
            capabilities = List.copyOf(capabilities);
        }
    }

    /** SELECT. */
    record Select(MailboxName mailbox) implements AfterLogin {}

    /** EXAMINE. */
    record Examine(MailboxName mailbox) implements AfterLogin {}

    /** CREATE. */
    record Create(MailboxName mailbox) implements AfterLogin {}

    /** DELETE. */
    record Delete(MailboxName mailbox) implements AfterLogin {}

    /** RENAME. */
    record Rename(MailboxName from, MailboxName to) implements AfterLogin {}

    /** SUBSCRIBE. */
    record Subscribe(MailboxName mailbox) implements AfterLogin {}

    /** UNSUBSCRIBE. */
    record Unsubscribe(MailboxName mailbox) implements AfterLogin {}

    /** LIST with a pattern. */
    record ListMailboxes(
            List<MailboxPattern> patterns,
            Set<ListSelection> selections,
            Set<ListReturn> returns,
            List<StatusItem> status)
            implements AfterLogin {
        /** Copies the collections. */
        public ListMailboxes {
            patterns = List.copyOf(patterns);
            selections = Set.copyOf(selections);
            returns = Set.copyOf(returns);
            status = List.copyOf(status);
        }
    }

    /** LIST with an empty pattern, which asks for the hierarchy separator. */
    record ListSeparator() implements AfterLogin {}

    /** LSUB (RFC 3501 section 6.3.9). */
    record Lsub(MailboxPattern pattern) implements AfterLogin {}

    /** NAMESPACE. */
    record Namespace() implements AfterLogin {}

    /** STATUS. */
    record Status(MailboxName mailbox, List<StatusItem> items) implements AfterLogin {
        /** Copies the list. */
        public Status {
            items = List.copyOf(items);
        }
    }

    /** APPEND up to the announcement of the message literal; {@link CommandParser#head} parses it. */
    record Append(MailboxName mailbox, List<Flag> flags, AppendDate date, Literal message) implements AfterLogin {
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
    record Idle() implements AfterLogin {}

    /** CHECK (RFC 3501 section 6.4.1). */
    record Check() implements OnSelected {}

    /** CLOSE. */
    record Close() implements OnSelected {}

    /** UNSELECT. */
    record Unselect() implements OnSelected {}

    /** EXPUNGE. */
    record Expunge() implements OnSelected {}

    /** UID EXPUNGE. */
    record ExpungeUids(MessageSet uids) implements OnSelected {}

    /**
     * SEARCH and UID SEARCH.
     *
     * @param returns the return options, {@code ALL} for an empty list; empty if there was no RETURN
     */
    record Search(Numbering numbering, Set<SearchReturn> returns, SearchKey key) implements OnSelected {
        /** Copies the set. */
        public Search {
            returns = Set.copyOf(returns);
        }
    }

    /** FETCH and UID FETCH. */
    record Fetch(Numbering numbering, MessageSet messages, List<FetchItem> items) implements OnSelected {
        /** Copies the list. */
        public Fetch {
            items = List.copyOf(items);
        }
    }

    /** STORE and UID STORE. */
    record Store(Numbering numbering, MessageSet messages, StoreChange change) implements OnSelected {}

    /** COPY and UID COPY. */
    record Copy(Numbering numbering, MessageSet messages, MailboxName to) implements OnSelected {}

    /** MOVE and UID MOVE. */
    record Move(Numbering numbering, MessageSet messages, MailboxName to) implements OnSelected {}
}
