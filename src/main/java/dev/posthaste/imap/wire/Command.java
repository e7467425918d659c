package dev.posthaste.imap.wire;

import dev.posthaste.id.SecretOctets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a client asks, parsed (RFC 9051 section 6, RFC 3501 section 6). */
public sealed interface Command {

    /** Valid in every state. */
    sealed interface Anytime extends Command {}

    /** Valid while nobody is logged in. */
    sealed interface BeforeLogin extends Command {}

    /** Valid as soon as somebody is logged in. */
    sealed interface AfterLogin extends Command {}

    /** Valid while a mailbox is selected. */
    sealed interface OnSelected extends Command {}

    /** CAPABILITY. */
    record Capability() implements Anytime {}

    /** NOOP. */
    record Noop() implements Anytime {}

    /** LOGOUT. */
    record Logout() implements Anytime {}

    /** ID (RFC 2971): what the client says of itself. */
    record Id(Map<String, String> client) implements Anytime {
        /** Keeps a copy. */
        public Id {
            client = Map.copyOf(client);
        }
    }

    /** STARTTLS. */
    record StartTls() implements BeforeLogin {}

    /** AUTHENTICATE with its mechanism in capitals. */
    record Authenticate(String mechanism, InitialResponse initial) implements BeforeLogin {}

    /** The first word of the client in a SASL exchange (RFC 4959). */
    sealed interface InitialResponse {
        /** None yet: ask for it. */
        record None() implements InitialResponse {}

        /** Said with the command; the octets are still in base 64. */
        record Given(SecretOctets base64) implements InitialResponse {}
    }

    /** LOGIN. */
    record Login(String user, SecretOctets password) implements BeforeLogin {}

    /** ENABLE (RFC 5161), names in capitals. */
    record Enable(List<String> capabilities) implements AfterLogin {
        /** Keeps a copy. */
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
        /** Keeps copies. */
        public ListMailboxes {
            patterns = List.copyOf(patterns);
            selections = Set.copyOf(selections);
            returns = Set.copyOf(returns);
            status = List.copyOf(status);
        }
    }

    /** LIST with an empty pattern: what is the hierarchy separator? */
    record ListSeparator() implements AfterLogin {}

    /** LSUB (RFC 3501 section 6.3.9). */
    record Lsub(MailboxPattern pattern) implements AfterLogin {}

    /** NAMESPACE. */
    record Namespace() implements AfterLogin {}

    /** STATUS. */
    record Status(MailboxName mailbox, List<StatusItem> items) implements AfterLogin {
        /** Keeps a copy. */
        public Status {
            items = List.copyOf(items);
        }
    }

    /** APPEND up to the announcement of the message, which {@link CommandParser#head} reads. */
    record Append(MailboxName mailbox, List<Flag> flags, AppendDate date, Literal message) implements AfterLogin {
        /** Keeps a copy. */
        public Append {
            flags = List.copyOf(flags);
        }
    }

    /** The internal date that APPEND asks for. */
    sealed interface AppendDate {
        /** When it arrives. */
        record Now() implements AppendDate {}

        /** That one. */
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
     * @param returns what RETURN names, {@code ALL} for an empty list; empty when there was no RETURN
     */
    record Search(Numbering numbering, Set<SearchReturn> returns, SearchKey key) implements OnSelected {
        /** Keeps a copy. */
        public Search {
            returns = Set.copyOf(returns);
        }
    }

    /** FETCH and UID FETCH. */
    record Fetch(Numbering numbering, MessageSet messages, List<FetchItem> items) implements OnSelected {
        /** Keeps a copy. */
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
