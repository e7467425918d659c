package dev.posthaste.imap.wire;

import dev.posthaste.id.SecretOctets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Parses the arguments of commands without a grammar class of their own, after the name and a space.
 *
 * <pre>
 * rename = "RENAME" SP mailbox SP mailbox                              ; RFC 9051 section 9
 * login  = "LOGIN" SP userid SP password
 * enable = "ENABLE" 1*(SP capability)                                 ; RFC 5161
 * fetch  = "FETCH" SP sequence-set SP fetch-items                     ; and so STORE, COPY and MOVE
 * </pre>
 */
final class CommandGrammar {

    /** Maximum number of field-value pairs of ID (RFC 2971 section 3.3). */
    private static final int MAX_ID_PAIRS = 30;

    private CommandGrammar() {}

    static Command.Rename rename(Cursor at, Dialect dialect) throws SyntaxFault {
        MailboxName from = at.mailbox(dialect);
        at.space();
        return new Command.Rename(from, at.mailbox(dialect));
    }

    static Command.Status status(Cursor at, Dialect dialect) throws SyntaxFault {
        MailboxName mailbox = at.mailbox(dialect);
        at.space();
        return new Command.Status(mailbox, ListGrammar.statusItems(at));
    }

    static Command.Fetch fetch(Cursor at, Numbering numbering) throws SyntaxFault {
        MessageSet messages = messages(at);
        return new Command.Fetch(numbering, messages, FetchGrammar.items(at));
    }

    static Command.Store store(Cursor at, Numbering numbering) throws SyntaxFault {
        MessageSet messages = messages(at);
        return new Command.Store(numbering, messages, change(at));
    }

    static Command.Copy copy(Cursor at, Numbering numbering, Dialect dialect) throws SyntaxFault {
        MessageSet messages = messages(at);
        return new Command.Copy(numbering, messages, at.mailbox(dialect));
    }

    static Command.Move move(Cursor at, Numbering numbering, Dialect dialect) throws SyntaxFault {
        MessageSet messages = messages(at);
        return new Command.Move(numbering, messages, at.mailbox(dialect));
    }

    private static MessageSet messages(Cursor at) throws SyntaxFault {
        MessageSet messages = at.messages();
        at.space();
        return messages;
    }

    /** {@code append = "APPEND" SP mailbox [SP flag-list] [SP date-time] SP append-data}. */
    static Command.Append append(Cursor at, Dialect dialect) throws SyntaxFault {
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
    static Command.Authenticate authenticate(Cursor at) throws SyntaxFault {
        String mechanism = at.word("a mechanism");
        if (!at.take(' ')) {
            return new Command.Authenticate(mechanism, new Command.InitialResponse.None());
        }
        String base64 = at.run(c -> c > ' ' && c < 0x7f, "an initial response");
        byte[] octets = base64.equals("=") ? new byte[0] : base64.getBytes(StandardCharsets.US_ASCII);
        return new Command.Authenticate(mechanism, new Command.InitialResponse.Given(new SecretOctets(octets)));
    }

    static Command.Login login(Cursor at) throws SyntaxFault {
        String user = at.astringText();
        at.space();
        return new Command.Login(user, new SecretOctets(at.astring()));
    }

    static Command.Enable enable(Cursor at) throws SyntaxFault {
        List<String> capabilities = new ArrayList<>();
        do {
            capabilities.add(at.word("a capability"));
        } while (at.take(' '));
        return new Command.Enable(capabilities);
    }

    /** {@code id = "ID" SP ("(" [string SP nstring *(SP string SP nstring)] ")" / "NIL")}. */
    static Command.Id id(Cursor at) throws SyntaxFault {
        Map<String, String> client = new LinkedHashMap<>();
        if (!at.takeWord("NIL")) {
            for (Map.Entry<String, String> pair : at.listOrNone(CommandGrammar::idPair)) {
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
