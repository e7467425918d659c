package dev.posthaste.imap.wire;

import static dev.posthaste.Fuzz.oneOf;

import dev.posthaste.Fuzz;
import dev.posthaste.id.SecretOctets;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Generates random commands and writes each in one of the forms that the grammar allows. */
final class Speaker {

    private static final String[] PIECES = {
        "a",
        "B",
        "INBOX",
        "/",
        "&",
        "\u00FC",
        "\u4F60",
        "\uD83D\uDE00",
        "\"",
        "\\",
        " ",
        "%",
        "*",
        "(",
        ")",
        "{3}",
        "]",
        "NIL",
        "~",
        "+",
        "0"
    };

    private final Random chance;
    private final Dialect dialect;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    Speaker(Random chance, Dialect dialect) {
        this.chance = chance;
        this.dialect = dialect;
    }

    /** The octets written. */
    byte[] said() {
        return said.toByteArray();
    }

    /** Writes a command and returns it. */
    Command command() {
        return switch (chance.nextInt(18)) {
            case 0 -> bare();
            case 1 -> login();
            case 2 -> authenticate();
            case 3 -> id();
            case 4 -> enable();
            case 5, 6 -> ofMailbox();
            case 7, 8 -> list();
            case 9 -> lsub();
            case 10 -> status();
            case 11, 12, 13 -> ofMessages(Numbering.SEQUENCE);
            case 14 -> expungeUids();
            default -> {
                word("UID").text(" ");
                yield ofMessages(Numbering.UID);
            }
        };
    }

    /** Writes an APPEND up to the announcement of its message. */
    Command.Append append() {
        word("APPEND").text(" ");
        MailboxName mailbox = mailbox();
        List<Flag> flags = List.of();
        if (chance.nextBoolean()) {
            text(" ");
            flags = flags(0);
            listOf(flags.stream().map(Flag::name).toList());
        }
        Command.AppendDate date = new Command.AppendDate.Now();
        if (chance.nextBoolean()) {
            Instant time = Instant.ofEpochSecond(chance.nextLong(-62_000_000_000L, 253_000_000_000L));
            text(" \"" + InternalDate.write(time) + "\"");
            date = new Command.AppendDate.At(time);
        }
        Literal message =
                new Literal(chance.nextLong(1_000_000_000_000_000_000L), oneOf(chance, Literal.Waiting.values()));
        text(oneOf(chance, " ~{", " {"));
        text(message.size() + (message.waiting() == Literal.Waiting.FOLLOWS ? "+}" : "}"));
        return new Command.Append(mailbox, flags, date, message);
    }

    private Command bare() {
        Command command = oneOf(
                chance,
                new Command.Capability(),
                new Command.Noop(),
                new Command.Logout(),
                new Command.StartTls(),
                new Command.Namespace(),
                new Command.Idle(),
                new Command.Check(),
                new Command.Close(),
                new Command.Unselect(),
                new Command.Expunge());
        word(command.getClass().getSimpleName().toUpperCase(Locale.ROOT));
        return command;
    }

    private Command login() {
        word("LOGIN").text(" ");
        String user = anyText();
        astring(user);
        text(" ");
        String password = anyText();
        astring(password);
        return new Command.Login(user, new SecretOctets(password.getBytes(StandardCharsets.UTF_8)));
    }

    private Command authenticate() {
        word("AUTHENTICATE").text(" ").word("PLAIN");
        if (chance.nextBoolean()) {
            return new Command.Authenticate("PLAIN", new Command.InitialResponse.None());
        }
        String base64 = oneOf(chance, "", "AGEAYg==", "AA", "!");
        text(base64.isEmpty() ? " =" : " " + base64);
        return new Command.Authenticate(
                "PLAIN",
                new Command.InitialResponse.Given(new SecretOctets(base64.getBytes(StandardCharsets.US_ASCII))));
    }

    private Command id() {
        word("ID").text(" ");
        Map<String, String> client = new LinkedHashMap<>();
        for (int i = chance.nextInt(4); i > 0; i--) {
            client.put("k" + i, anyText());
        }
        if (client.isEmpty()) {
            text(oneOf(chance, "NIL", "()", "nil"));
            return new Command.Id(client);
        }
        String before = "(";
        for (Map.Entry<String, String> pair : client.entrySet()) {
            text(before);
            string(oneOf(chance, pair.getKey(), pair.getKey().toUpperCase(Locale.ROOT)));
            text(" ");
            string(pair.getValue());
            before = " ";
        }
        text(")");
        return new Command.Id(client);
    }

    private Command enable() {
        word("ENABLE");
        List<String> capabilities = new ArrayList<>();
        for (int i = chance.nextInt(1, 4); i > 0; i--) {
            capabilities.add(oneOf(chance, "IMAP4REV2", "CONDSTORE", "X-Y+Z"));
            text(" ").word(capabilities.getLast());
        }
        return new Command.Enable(capabilities);
    }

    private Command ofMailbox() {
        String name = oneOf(chance, "SELECT", "EXAMINE", "CREATE", "DELETE", "RENAME", "SUBSCRIBE", "UNSUBSCRIBE");
        word(name).text(" ");
        MailboxName mailbox = mailbox();
        return switch (name) {
            case "SELECT" -> new Command.Select(mailbox);
            case "EXAMINE" -> new Command.Examine(mailbox);
            case "CREATE" -> new Command.Create(mailbox);
            case "DELETE" -> new Command.Delete(mailbox);
            case "SUBSCRIBE" -> new Command.Subscribe(mailbox);
            case "UNSUBSCRIBE" -> new Command.Unsubscribe(mailbox);
            default -> new Command.Rename(mailbox, text(" ").mailbox());
        };
    }

    private Command list() {
        word("LIST").text(" ");
        Set<ListSelection> selections = some(ListSelection.class);
        if (!selections.contains(ListSelection.SUBSCRIBED)) {
            selections.remove(ListSelection.RECURSIVEMATCH);
        }
        if (!selections.isEmpty()) {
            listOf(names(selections));
            text(" ");
        }
        MailboxPattern pattern = pattern();
        int cut = pattern.text()
                .offsetByCodePoints(
                        0,
                        chance.nextInt(
                                pattern.text().codePointCount(0, pattern.text().length()) + 1));
        astring(encoded(pattern.text().substring(0, cut)));
        text(" ");
        boolean many = chance.nextInt(3) == 0;
        text(many ? "(" : "");
        listMailbox(encoded(pattern.text().substring(cut)));
        text(many ? ")" : "");
        Set<ListReturn> returns = some(ListReturn.class);
        List<StatusItem> status = returns.contains(ListReturn.STATUS) ? statusItems() : List.of();
        boolean separator = selections.isEmpty()
                && returns.isEmpty()
                && !many
                && cut == pattern.text().length();
        if (!returns.isEmpty()) {
            text(" ").word("RETURN").text(" ");
            listOf(names(returns).stream()
                    .map(name -> name.equals("STATUS") ? "STATUS (" + String.join(" ", names(status)) + ")" : name)
                    .toList());
        }
        return separator
                ? new Command.ListSeparator()
                : new Command.ListMailboxes(List.of(pattern), selections, returns, status);
    }

    private Command lsub() {
        word("LSUB").text(" \"\" ");
        MailboxPattern pattern = pattern();
        listMailbox(encoded(pattern.text()));
        return new Command.Lsub(pattern);
    }

    private Command status() {
        word("STATUS").text(" ");
        MailboxName mailbox = mailbox();
        List<StatusItem> items = statusItems();
        text(" ");
        listOf(names(items));
        return new Command.Status(mailbox, items);
    }

    private Command expungeUids() {
        word("UID").text(" ").word("EXPUNGE").text(" ");
        return new Command.ExpungeUids(messages());
    }

    private Command ofMessages(Numbering numbering) {
        return switch (chance.nextInt(5)) {
            case 0 -> {
                word("COPY").text(" ");
                MessageSet messages = messages();
                text(" ");
                yield new Command.Copy(numbering, messages, mailbox());
            }
            case 1 -> {
                word("MOVE").text(" ");
                MessageSet messages = messages();
                text(" ");
                yield new Command.Move(numbering, messages, mailbox());
            }
            case 2 -> store(numbering);
            case 3 -> fetch(numbering);
            default -> search(numbering);
        };
    }

    private Command store(Numbering numbering) {
        word("STORE").text(" ");
        MessageSet messages = messages();
        StoreChange.Way way = oneOf(chance, StoreChange.Way.values());
        StoreChange.Answer answer = oneOf(chance, StoreChange.Answer.values());
        text(
                switch (way) {
                    case REPLACE -> " ";
                    case ADD -> " +";
                    case REMOVE -> " -";
                });
        word(answer == StoreChange.Answer.SILENT ? "FLAGS.SILENT" : "FLAGS").text(" ");
        boolean list = chance.nextBoolean();
        List<Flag> flags = flags(list ? 0 : 1);
        List<String> names = flags.stream().map(Flag::name).toList();
        if (list) {
            listOf(names);
        } else {
            text(String.join(" ", names));
        }
        return new Command.Store(numbering, messages, new StoreChange(way, answer, flags));
    }

    private Command fetch(Numbering numbering) {
        word("FETCH").text(" ");
        MessageSet messages = messages();
        text(" ");
        List<FetchItem> items = new ArrayList<>();
        for (int i = chance.nextInt(1, 5); i > 0; i--) {
            items.add(item());
        }
        List<String> written = items.stream().map(Speaker::written).toList();
        if (items.size() > 1 || chance.nextBoolean()) {
            listOf(written);
        } else {
            text(written.getFirst());
        }
        return new Command.Fetch(numbering, messages, items);
    }

    private FetchItem item() {
        List<Integer> part = chance.ints(chance.nextInt(4), 1, 1000).boxed().toList();
        FetchItem.Seen seen = oneOf(chance, FetchItem.Seen.values());
        Partial partial = chance.nextBoolean()
                ? new Partial.Whole()
                : new Partial.Range(chance.nextLong(Long.MAX_VALUE), chance.nextLong(1, Long.MAX_VALUE));
        return switch (chance.nextInt(6)) {
            case 0 -> oneOf(chance, FetchItem.Attribute.values());
            case 1 -> oneOf(chance, FetchItem.Legacy.values());
            case 2 -> new FetchItem.Binary(part, partial, seen);
            case 3 -> new FetchItem.BinarySize(part);
            default -> new FetchItem.Body(section(part), partial, seen);
        };
    }

    private Section section(List<Integer> part) {
        List<String> names = List.of(oneOf(chance, "From", "X-\"Odd\"", "a b", "\\", "]"), "To");
        Section.Text text = oneOf(
                chance,
                new Section.Text.Whole(),
                new Section.Text.Header(),
                new Section.Text.Body(),
                new Section.Text.HeaderFields(names),
                new Section.Text.HeaderFieldsNot(names),
                part.isEmpty() ? new Section.Text.Whole() : new Section.Text.Mime());
        return new Section(part, text);
    }

    private static String written(FetchItem item) {
        return switch (item) {
            case FetchItem.Attribute attribute -> attribute.name().replace('_', '.');
            case FetchItem.Legacy legacy -> legacy.name().replace('_', '.');
            case FetchItem.Body(Section section, Partial partial, FetchItem.Seen seen) ->
                "BODY" + written(seen) + "[" + section + "]" + written(partial);
            case FetchItem.Binary(List<Integer> part, Partial partial, FetchItem.Seen seen) ->
                "BINARY" + written(seen) + "[" + dotted(part) + "]" + written(partial);
            case FetchItem.BinarySize(List<Integer> part) -> "BINARY.SIZE[" + dotted(part) + "]";
        };
    }

    private static String written(FetchItem.Seen seen) {
        return seen == FetchItem.Seen.PEEK ? ".PEEK" : "";
    }

    private static String written(Partial partial) {
        return switch (partial) {
            case Partial.Whole() -> "";
            case Partial.Range(long offset, long count) -> "<" + offset + "." + count + ">";
        };
    }

    private static String dotted(List<Integer> part) {
        return new Section(part, new Section.Text.Whole()).toString();
    }

    private Command search(Numbering numbering) {
        word("SEARCH").text(" ");
        Set<SearchReturn> returns = some(SearchReturn.class);
        if (!returns.isEmpty()) {
            word("RETURN").text(" ");
            boolean all = returns.equals(EnumSet.of(SearchReturn.ALL)) && chance.nextBoolean();
            listOf(all ? List.of() : names(returns));
            text(" ");
        }
        if (chance.nextInt(4) == 0) {
            word("CHARSET").text(" UTF-8 ");
        }
        List<SearchKey> keys = keys(3);
        return new Command.Search(numbering, returns, keys.size() == 1 ? keys.getFirst() : new SearchKey.And(keys));
    }

    private List<SearchKey> keys(int depth) {
        List<SearchKey> keys = new ArrayList<>(List.of(key(depth)));
        for (int i = chance.nextInt(3); i > 0; i--) {
            text(" ");
            keys.add(key(depth));
        }
        return keys;
    }

    private SearchKey key(int depth) {
        return switch (chance.nextInt(depth > 0 ? 11 : 8)) {
            case 0 -> {
                word("ALL");
                yield new SearchKey.All();
            }
            case 1 -> new SearchKey.Numbers(messages());
            case 2 -> {
                word("UID").text(" ");
                yield new SearchKey.Uids(messages());
            }
            case 3 -> header();
            case 4 -> flagged();
            case 5 -> dated();
            case 6 -> {
                long octets = chance.nextLong(Long.MAX_VALUE);
                boolean larger = chance.nextBoolean();
                word(larger ? "LARGER" : "SMALLER").text(" " + octets);
                yield larger ? new SearchKey.Larger(octets) : new SearchKey.Smaller(octets);
            }
            case 7 -> {
                boolean body = chance.nextBoolean();
                word(body ? "BODY" : "TEXT").text(" ");
                String text = anyText();
                astring(text);
                yield body ? new SearchKey.Body(text) : new SearchKey.Text(text);
            }
            case 8 -> {
                word("NOT").text(" ");
                yield new SearchKey.Not(key(depth - 1));
            }
            case 9 -> {
                word("OR").text(" ");
                SearchKey one = key(depth - 1);
                text(" ");
                yield new SearchKey.Or(one, key(depth - 1));
            }
            default -> {
                text("(");
                List<SearchKey> keys = keys(depth - 1);
                text(")");
                yield keys.size() == 1 ? keys.getFirst() : new SearchKey.And(keys);
            }
        };
    }

    private SearchKey header() {
        String name = oneOf(chance, "BCC", "CC", "FROM", "TO", "SUBJECT", "X-Other", "]");
        if (name.startsWith("X") || name.startsWith("]") || chance.nextBoolean()) {
            word("HEADER").text(" ");
            astring(name);
        } else {
            word(name);
        }
        text(" ");
        String text = anyText();
        astring(text);
        return new SearchKey.Header(name, text);
    }

    private SearchKey flagged() {
        if (chance.nextBoolean()) {
            boolean seen = chance.nextBoolean();
            word(seen ? "SEEN" : "UNSEEN");
            return seen ? new SearchKey.Flagged(Flag.SEEN) : new SearchKey.Unflagged(Flag.SEEN);
        }
        Flag keyword = new Flag(oneOf(chance, "$Forwarded", "k|", "a+b"));
        boolean has = chance.nextBoolean();
        word(has ? "KEYWORD" : "UNKEYWORD").text(" " + keyword);
        return has ? new SearchKey.Flagged(keyword) : new SearchKey.Unflagged(keyword);
    }

    private SearchKey dated() {
        LocalDate day = LocalDate.of(chance.nextInt(1, 9999), chance.nextInt(1, 13), chance.nextInt(1, 29));
        String month = day.getMonth().name().substring(0, 3);
        String written = "%d-%s-%04d".formatted(day.getDayOfMonth(), month, day.getYear());
        SearchKey.When when = oneOf(chance, SearchKey.When.values());
        boolean sent = chance.nextBoolean();
        word((sent ? "SENT" : "") + when.name()).text(chance.nextBoolean() ? " " + written : " \"" + written + '"');
        return sent ? new SearchKey.Sent(when, day) : new SearchKey.Internal(when, day);
    }

    private MailboxName mailbox() {
        MailboxName name = new MailboxName(Fuzz.text(chance, 6, PIECES));
        astring(name.written(dialect));
        return name;
    }

    private MailboxPattern pattern() {
        return new MailboxPattern("p" + Fuzz.text(chance, 6, PIECES));
    }

    private String encoded(String name) {
        return switch (dialect) {
            case REV1 -> ModifiedUtf7.encode(name);
            case REV2 -> name;
        };
    }

    private MessageSet messages() {
        MessageSet set = chance.nextInt(6) == 0 ? new MessageSet.Saved() : WireFuzzTest.set(chance);
        text(set.toString());
        return set;
    }

    private List<Flag> flags(int least) {
        List<Flag> flags = new ArrayList<>();
        for (int i = chance.nextInt(least, 4); i > 0; i--) {
            flags.add(oneOf(chance, Flag.SEEN, Flag.DELETED, new Flag("$Junk"), new Flag("a+b")));
        }
        return flags;
    }

    private List<StatusItem> statusItems() {
        List<StatusItem> items = new ArrayList<>();
        for (int i = chance.nextInt(1, 4); i > 0; i--) {
            items.add(oneOf(chance, StatusItem.values()));
        }
        return items;
    }

    private String anyText() {
        return Fuzz.text(chance, 4, PIECES) + (chance.nextInt(8) == 0 ? "\r\n" : "");
    }

    private <E extends Enum<E>> Set<E> some(Class<E> type) {
        Set<E> some = EnumSet.allOf(type);
        some.removeIf(one -> chance.nextInt(3) > 0);
        return some;
    }

    private static List<String> names(Iterable<? extends Enum<?>> constants) {
        List<String> names = new ArrayList<>();
        constants.forEach(constant -> names.add(constant.name().replace('_', '-')));
        return names;
    }

    private void listOf(List<String> words) {
        text("(" + String.join(" ", words) + ")");
    }

    /** A protocol keyword in random case. */
    private Speaker word(String word) {
        return text(oneOf(chance, word, word.toLowerCase(Locale.ROOT)));
    }

    private void listMailbox(String text) {
        boolean bare = !text.isEmpty() && text.chars().allMatch(Octets::isList);
        if (bare && chance.nextBoolean()) {
            text(text);
        } else {
            string(text);
        }
    }

    private void astring(String text) {
        boolean bare = !text.isEmpty() && text.chars().allMatch(Octets::isAstring);
        if (bare && chance.nextBoolean()) {
            text(text);
        } else {
            string(text);
        }
    }

    private void string(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        if (text.contains("\n") || chance.nextInt(4) == 0) {
            text("{" + octets.length + (chance.nextBoolean() ? "+}\r\n" : "}\r\n"));
            said.writeBytes(octets);
        } else {
            text('"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
        }
    }

    private Speaker text(String text) {
        said.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }
}
