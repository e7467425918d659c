package dev.posthaste.imap.wire;

import dev.posthaste.id.SecretOctets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Parses a command that the {@link Fragmenter} has delimited.
 *
 * <pre>
 * command = tag SP command-name [SP arguments]          ; RFC 9051 section 9; without its CRLF
 * tag     = 1*&lt;any ASTRING-CHAR except "+"&gt;
 * </pre>
 */
public final class CommandParser {

    /** The tag of a response to a command whose tag cannot be parsed (RFC 9051 section 7.1.3). */
    public static final String UNTAGGED = "*";

    /** Maximum length of a tag; the limit is ours. */
    static final int MAX_TAG = 128;

    /** Maximum number of field-value pairs of ID (RFC 2971 section 3.3). */
    private static final int MAX_ID_PAIRS = 30;

    private CommandParser() {}

    /** The result of parsing a command. */
    public sealed interface Parsed {

        /** A valid command. */
        record Complete(String tag, Command command) implements Parsed {}

        /** A syntax error, answered with {@code BAD}. The tag is {@link #UNTAGGED} if it cannot be parsed. */
        record Malformed(String tag, int at, String expected) implements Parsed {}

        /** A SEARCH in an unsupported charset, answered with {@code NO [BADCHARSET]}. */
        record UnknownCharset(String tag, Set<SearchReturn> returns) implements Parsed {}
    }

    /** Parses a complete command. */
    public static Parsed parse(ByteBuffer octets, Dialect dialect) {
        Cursor at = new Cursor(octets);
        String tag = UNTAGGED;
        try {
            tag = tag(at);
            at.space();
            Command command = command(at, dialect);
            at.end();
            return new Parsed.Complete(tag, command);
        } catch (SyntaxFault fault) {
            return new Parsed.Malformed(tag, fault.at(), fault.expected());
        } catch (SearchGrammar.UnknownCharset unknown) {
            return new Parsed.UnknownCharset(tag, unknown.returns());
        }
    }

    /** The meaning of a command up to the announcement of a literal. */
    public sealed interface Head {

        /** An APPEND whose message literal is announced; stream the literal. */
        record Message(String tag, Command.Append append) implements Head {}

        /** The literal is an argument; gather it. */
        record Argument() implements Head {}

        /** An APPEND with a syntax error before the literal, answered with {@code BAD}. */
        record Malformed(String tag, int at, String expected) implements Head {}
    }

    /** Parses a command up to the announcement of a literal at its end. */
    public static Head head(ByteBuffer octets, Dialect dialect) {
        Cursor at = new Cursor(octets);
        String tag = UNTAGGED;
        try {
            tag = tag(at);
            at.space();
            if (!at.takeWord("APPEND")) {
                return new Head.Argument();
            }
            at.space();
            return new Head.Message(tag, append(at, dialect));
        } catch (SyntaxFault fault) {
            // A fault at the end means that only the literal is missing: it is the mailbox name.
            boolean missing = fault.at() >= octets.remaining() || tag.equals(UNTAGGED);
            return missing ? new Head.Argument() : new Head.Malformed(tag, fault.at(), fault.expected());
        }
    }

    /** The tag of an otherwise unusable command; {@link #UNTAGGED} if there is none. */
    public static String tagOf(ByteBuffer head) {
        Cursor at = new Cursor(head);
        try {
            String tag = tag(at);
            at.space();
            return tag;
        } catch (SyntaxFault noTag) {
            return UNTAGGED;
        }
    }

    private static String tag(Cursor at) throws SyntaxFault {
        String tag = at.run(Octets::isTag, "a tag");
        if (tag.length() > MAX_TAG) {
            throw new SyntaxFault(0, "a tag of at most " + MAX_TAG + " octets");
        }
        return tag;
    }

    private static Command command(Cursor at, Dialect dialect) throws SyntaxFault, SearchGrammar.UnknownCharset {
        int from = at.at();
        String name = at.word("a command");
        return switch (name) {
            case "CAPABILITY" -> new Command.Capability();
            case "NOOP" -> new Command.Noop();
            case "LOGOUT" -> new Command.Logout();
            case "STARTTLS" -> new Command.StartTls();
            case "NAMESPACE" -> new Command.Namespace();
            case "IDLE" -> new Command.Idle();
            case "CHECK" -> new Command.Check();
            case "CLOSE" -> new Command.Close();
            case "UNSELECT" -> new Command.Unselect();
            case "EXPUNGE" -> new Command.Expunge();
            default -> withArguments(name, from, at, dialect);
        };
    }

    private static Command withArguments(String name, int from, Cursor at, Dialect dialect)
            throws SyntaxFault, SearchGrammar.UnknownCharset {
        return switch (name) {
            case "ID" -> id(after(at));
            case "AUTHENTICATE" -> authenticate(after(at));
            case "LOGIN" -> login(after(at));
            case "ENABLE" -> enable(at);
            case "LIST" -> new ListGrammar(after(at), dialect).list();
            case "LSUB" -> new ListGrammar(after(at), dialect).lsub();
            case "STATUS" -> status(after(at), dialect);
            case "APPEND" -> throw new SyntaxFault(from, "a message as a literal after APPEND");
            case "UID" -> uid(after(at), dialect);
            case "SELECT", "EXAMINE", "CREATE", "DELETE", "RENAME", "SUBSCRIBE", "UNSUBSCRIBE" ->
                ofMailbox(name, after(at), dialect);
            case "SEARCH", "FETCH", "STORE", "COPY", "MOVE" -> ofMessages(name, Numbering.SEQUENCE, after(at), dialect);
            default -> throw new SyntaxFault(from, "a command that is known");
        };
    }

    private static Cursor after(Cursor at) throws SyntaxFault {
        at.space();
        return at;
    }

    private static Command ofMailbox(String name, Cursor at, Dialect dialect) throws SyntaxFault {
        int from = at.at();
        MailboxName mailbox = at.mailbox(dialect);
        return switch (name) {
            case "SELECT" -> new Command.Select(mailbox);
            case "EXAMINE" -> new Command.Examine(mailbox);
            case "CREATE" -> new Command.Create(mailbox);
            case "DELETE" -> new Command.Delete(mailbox);
            case "RENAME" -> new Command.Rename(mailbox, after(at).mailbox(dialect));
            case "SUBSCRIBE" -> new Command.Subscribe(mailbox);
            case "UNSUBSCRIBE" -> new Command.Unsubscribe(mailbox);
            default -> throw new SyntaxFault(from, "a command on a mailbox");
        };
    }

    private static Command ofMessages(String name, Numbering numbering, Cursor at, Dialect dialect)
            throws SyntaxFault, SearchGrammar.UnknownCharset {
        if (name.equals("SEARCH")) {
            return new SearchGrammar(at).search(numbering);
        }
        int from = at.at();
        MessageSet messages = at.messages();
        at.space();
        return switch (name) {
            case "FETCH" -> new Command.Fetch(numbering, messages, FetchGrammar.items(at));
            case "STORE" -> new Command.Store(numbering, messages, change(at));
            case "COPY" -> new Command.Copy(numbering, messages, at.mailbox(dialect));
            case "MOVE" -> new Command.Move(numbering, messages, at.mailbox(dialect));
            default -> throw new SyntaxFault(from, "a command on messages");
        };
    }

    private static Command uid(Cursor at, Dialect dialect) throws SyntaxFault, SearchGrammar.UnknownCharset {
        int from = at.at();
        String name = at.word("a command on UIDs");
        return switch (name) {
            case "EXPUNGE" -> new Command.ExpungeUids(after(at).messages());
            case "SEARCH", "FETCH", "STORE", "COPY", "MOVE" -> ofMessages(name, Numbering.UID, after(at), dialect);
            default -> throw new SyntaxFault(from, "EXPUNGE, SEARCH, FETCH, STORE, COPY or MOVE");
        };
    }

    private static Command status(Cursor at, Dialect dialect) throws SyntaxFault {
        MailboxName mailbox = at.mailbox(dialect);
        return new Command.Status(mailbox, ListGrammar.statusItems(after(at)));
    }

    /** {@code append = "APPEND" SP mailbox [SP flag-list] [SP date-time] SP append-data}. */
    private static Command.Append append(Cursor at, Dialect dialect) throws SyntaxFault {
        MailboxName mailbox = at.mailbox(dialect);
        at.space();
        List<Flag> flags = List.of();
        if (at.isAt('(')) {
            flags = at.listOrNone(Cursor::flag);
            at.space();
        }
        Command.AppendDate date = new Command.AppendDate.Now();
        if (at.isAt('"')) {
            date = new Command.AppendDate.At(InternalDate.dateTime(at));
            at.space();
        }
        return new Command.Append(mailbox, flags, date, at.announcement());
    }

    private static StoreChange change(Cursor at) throws SyntaxFault {
        StoreChange.Way way = StoreChange.Way.REPLACE;
        if (at.take('+')) {
            way = StoreChange.Way.ADD;
        } else if (at.take('-')) {
            way = StoreChange.Way.REMOVE;
        }
        int from = at.at();
        StoreChange.Answer answer =
                switch (at.word("FLAGS")) {
                    case "FLAGS" -> StoreChange.Answer.FLAGS;
                    case "FLAGS.SILENT" -> StoreChange.Answer.SILENT;
                    default -> throw new SyntaxFault(from, "FLAGS or FLAGS.SILENT");
                };
        at.space();
        return new StoreChange(way, answer, at.isAt('(') ? at.listOrNone(Cursor::flag) : bareFlags(at));
    }

    private static List<Flag> bareFlags(Cursor at) throws SyntaxFault {
        List<Flag> flags = new ArrayList<>();
        do {
            flags.add(at.flag());
        } while (at.take(' '));
        return flags;
    }

    /** {@code authenticate = "AUTHENTICATE" SP auth-type [SP (base64 / "=")]}. */
    private static Command authenticate(Cursor at) throws SyntaxFault {
        String mechanism = at.word("a mechanism");
        if (!at.take(' ')) {
            return new Command.Authenticate(mechanism, new Command.InitialResponse.None());
        }
        String base64 = at.run(c -> c > ' ' && c < 0x7f, "an initial response");
        byte[] octets = base64.equals("=") ? new byte[0] : base64.getBytes(StandardCharsets.US_ASCII);
        return new Command.Authenticate(mechanism, new Command.InitialResponse.Given(new SecretOctets(octets)));
    }

    private static Command login(Cursor at) throws SyntaxFault {
        String user = at.astringText();
        return new Command.Login(user, new SecretOctets(after(at).astring()));
    }

    private static Command enable(Cursor at) throws SyntaxFault {
        List<String> capabilities = new ArrayList<>();
        do {
            capabilities.add(after(at).word("a capability"));
        } while (at.isAt(' '));
        return new Command.Enable(capabilities);
    }

    /** {@code id = "ID" SP ("(" [string SP nstring *(SP string SP nstring)] ")" / "NIL")}. */
    private static Command id(Cursor at) throws SyntaxFault {
        Map<String, String> client = new LinkedHashMap<>();
        if (!at.takeWord("NIL")) {
            for (Map.Entry<String, String> pair : at.listOrNone(CommandParser::idPair)) {
                client.put(pair.getKey(), pair.getValue());
            }
        }
        if (client.size() > MAX_ID_PAIRS) {
            throw at.fault("at most " + MAX_ID_PAIRS + " pairs");
        }
        return new Command.Id(client);
    }

    private static Map.Entry<String, String> idPair(Cursor at) throws SyntaxFault {
        String key = at.stringText().toLowerCase(Locale.ROOT);
        at.space();
        return Map.entry(key, at.takeWord("NIL") ? "" : at.stringText());
    }
}
