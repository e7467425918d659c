package dev.posthaste.imap.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.id.SecretOctets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandParserTest {

    private static final CommandParser<Command> PARSER = new CommandParser<>(CommandSyntax.ALL);

    private static final MessageSet ONE_TO_THREE = SequenceSet.ofBounds(new long[] {1, 3});

    @Test
    void commands_without_arguments_in_any_case() {
        assertThat(command("CAPABILITY")).isEqualTo(new Command.Capability());
        assertThat(command("noop")).isEqualTo(new Command.Noop());
        assertThat(command("LogOut")).isEqualTo(new Command.Logout());
        assertThat(command("STARTTLS")).isEqualTo(new Command.StartTls());
        assertThat(command("NAMESPACE")).isEqualTo(new Command.Namespace());
        assertThat(command("IDLE")).isEqualTo(new Command.Idle());
        assertThat(command("CHECK")).isEqualTo(new Command.Check());
        assertThat(command("CLOSE")).isEqualTo(new Command.Close());
        assertThat(command("UNSELECT")).isEqualTo(new Command.Unselect());
        assertThat(command("EXPUNGE")).isEqualTo(new Command.Expunge());
    }

    @Test
    void the_tag_comes_back() {
        assertThat(parse("A.1]x NOOP")).isEqualTo(new CommandParser.Parsed.Complete<>("A.1]x", new Command.Noop()));
        assertThat(malformed("a1 FROB").tag()).isEqualTo("a1");
        assertThat(malformed("+1 NOOP").tag()).isEqualTo("*");
        assertThat(malformed("x".repeat(200) + " NOOP").tag()).isEqualTo("*");
        assertThat(malformed("").tag()).isEqualTo("*");
    }

    @Test
    void login_takes_atoms_quoted_strings_and_literals() {
        Command alice = new Command.Login("alice", secret("pass word"));
        assertThat(command("LOGIN alice \"pass word\"")).isEqualTo(alice);
        assertThat(command("LOGIN {5}\r\nalice {9+}\r\npass word")).isEqualTo(alice);
        assertThat(command("LOGIN a]b \"\"")).isEqualTo(new Command.Login("a]b", secret("")));
        assertThat(command("LOGIN \"a\\\\b\\\"c\" x")).isEqualTo(new Command.Login("a\\b\"c", secret("x")));
        assertThat(command("LOGIN \"jörg\" x")).isEqualTo(new Command.Login("jörg", secret("x")));
    }

    @Test
    void a_password_is_not_printed() {
        assertThat(command("LOGIN alice sesame").toString()).doesNotContain("sesame");
    }

    @Test
    void authenticate_may_have_an_initial_response() {
        assertThat(command("AUTHENTICATE plain"))
                .isEqualTo(new Command.Authenticate("PLAIN", new Command.InitialResponse.None()));
        assertThat(command("AUTHENTICATE PLAIN AGE="))
                .isEqualTo(new Command.Authenticate("PLAIN", new Command.InitialResponse.Given(secret("AGE="))));
        assertThat(command("AUTHENTICATE PLAIN ="))
                .isEqualTo(new Command.Authenticate("PLAIN", new Command.InitialResponse.Given(secret(""))));
    }

    @Test
    void mailbox_commands() {
        assertThat(command("SELECT inbox")).isEqualTo(new Command.Select(new MailboxName("INBOX")));
        assertThat(command("EXAMINE \"a b\"")).isEqualTo(new Command.Examine(new MailboxName("a b")));
        assertThat(command("CREATE a/b")).isEqualTo(new Command.Create(new MailboxName("a/b")));
        assertThat(command("DELETE a")).isEqualTo(new Command.Delete(new MailboxName("a")));
        assertThat(command("RENAME a b")).isEqualTo(new Command.Rename(new MailboxName("a"), new MailboxName("b")));
        assertThat(command("SUBSCRIBE a")).isEqualTo(new Command.Subscribe(new MailboxName("a")));
        assertThat(command("UNSUBSCRIBE a")).isEqualTo(new Command.Unsubscribe(new MailboxName("a")));
    }

    @Test
    void names_are_modified_utf7_in_rev1_and_utf8_in_rev2() {
        assertThat(command("SELECT \"Entw&APw-rfe\"")).isEqualTo(new Command.Select(new MailboxName("Entwürfe")));
        assertThat(PARSER.parse(octets("a SELECT \"Entwürfe\""), Dialect.REV2))
                .isEqualTo(new CommandParser.Parsed.Complete<>("a", new Command.Select(new MailboxName("Entwürfe"))));
        assertThat(PARSER.parse(octets("a SELECT \"R&D\""), Dialect.REV2))
                .isEqualTo(new CommandParser.Parsed.Complete<>("a", new Command.Select(new MailboxName("R&D"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"R&D", "&", "&A-", "&AGE-", "&2AA-", "&ZeVnLA-&ZeVnLA-", "\"Entwürfe\"", "\"&AAA-\"", "&*-"})
    void a_bad_modified_utf7_name_is_malformed(String name) {
        assertThat(parse("a CREATE " + name)).isInstanceOf(CommandParser.Parsed.Malformed.class);
    }

    @Test
    void names_in_nfd_and_nfc_are_one_name() {
        assertThat(command("SELECT \"o&Awg-\"")).isEqualTo(command("SELECT \"&APY-\""));
    }

    @Test
    void list_in_its_plain_form() {
        assertThat(command("LIST \"\" \"\"")).isEqualTo(new Command.ListSeparator());
        assertThat(command("LIST \"\" *")).isEqualTo(list("*"));
        assertThat(command("LIST a/ %/%")).isEqualTo(list("a/%/%"));
        assertThat(command("LSUB \"\" \"*\"")).isEqualTo(new Command.Lsub(new MailboxPattern("*")));
    }

    @Test
    void list_extended() {
        assertThat(command(
                        "LIST (SUBSCRIBED RECURSIVEMATCH) \"\" (\"a\" b*) RETURN (CHILDREN STATUS (MESSAGES UNSEEN))"))
                .isEqualTo(new Command.ListMailboxes(
                        List.of(new MailboxPattern("a"), new MailboxPattern("b*")),
                        Set.of(ListSelection.SUBSCRIBED, ListSelection.RECURSIVEMATCH),
                        Set.of(ListReturn.CHILDREN, ListReturn.STATUS),
                        List.of(StatusItem.MESSAGES, StatusItem.UNSEEN)));
        assertThat(command("LIST () \"\" % RETURN ()")).isEqualTo(list("%"));
    }

    @Test
    void status() {
        assertThat(command("STATUS a (MESSAGES UIDNEXT UIDVALIDITY UNSEEN DELETED SIZE RECENT)"))
                .isEqualTo(new Command.Status(
                        new MailboxName("a"),
                        List.of(
                                StatusItem.MESSAGES,
                                StatusItem.UIDNEXT,
                                StatusItem.UIDVALIDITY,
                                StatusItem.UNSEEN,
                                StatusItem.DELETED,
                                StatusItem.SIZE,
                                StatusItem.RECENT)));
    }

    @Test
    void append_up_to_its_message() {
        assertThat(PARSER.head(octets("a APPEND x (\\Seen $Work) \" 7-Feb-1994 21:52:25 -0800\" {310}"), Dialect.REV1))
                .isEqualTo(new CommandParser.Head.Streamed<>(
                        "a",
                        new Command.Append(
                                new MailboxName("x"),
                                List.of(Flag.SEEN, new Flag("$work")),
                                new Command.AppendDate.At(Instant.parse("1994-02-08T05:52:25Z")),
                                new Literal(310, Literal.Waiting.WAITS))));
        assertThat(PARSER.head(octets("a APPEND {1}\r\nx () ~{3+}"), Dialect.REV1))
                .isEqualTo(new CommandParser.Head.Streamed<>(
                        "a",
                        new Command.Append(
                                new MailboxName("x"),
                                List.of(),
                                new Command.AppendDate.Now(),
                                new Literal(3, Literal.Waiting.FOLLOWS))));
    }

    @Test
    void a_literal_that_is_not_the_message_of_an_append_is_to_be_gathered() {
        for (String head : List.of("a APPEND {1}", "a LOGIN {1}", "{1}", "a {1}", "+ APPEND {1}", "a APPEND x ({1}")) {
            boolean argument = PARSER.head(octets(head), Dialect.REV1) instanceof CommandParser.Head.Argument;
            assertThat(argument).as(head).isEqualTo(!head.endsWith("({1}"));
        }
    }

    @Test
    void an_append_that_cannot_be_one_is_refused_before_its_message_comes() {
        for (String head :
                List.of("a APPEND x (\\Recent) {1}", "a APPEND x y {1}", "a APPEND & {1}", "a APPEND {1}\r\nx{2}")) {
            assertThat(PARSER.head(octets(head), Dialect.REV1))
                    .as(head)
                    .isInstanceOf(CommandParser.Head.Malformed.class);
        }
    }

    @Test
    void sequence_sets() {
        assertThat(command("FETCH 1,3:5,*,7:* UID").toString()).contains("1,3:5,*,7:*");
        assertThat(command("FETCH 4294967295 UID").toString()).contains("4294967295");
        assertThat(command("FETCH $ UID"))
                .isEqualTo(new Command.Fetch(
                        Numbering.SEQUENCE, new MessageSet.Saved(), List.of(FetchItem.Attribute.UID)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "1:0",
                "4294967296",
                "99999999999999999999",
                "-1",
                "1,",
                ",1",
                "1:",
                ":1",
                "1::2",
                "1,,2",
                "$,1",
                "1;2"
            })
    void numbers_are_from_1_to_2_to_the_32_less_1(String set) {
        assertThat(parse("a FETCH " + set + " UID")).isInstanceOf(CommandParser.Parsed.Malformed.class);
    }

    @Test
    void fetch_macros() {
        assertThat(items("FAST")).hasSize(3);
        assertThat(items("ALL")).hasSize(4).contains(FetchItem.Attribute.ENVELOPE);
        assertThat(items("FULL")).hasSize(5).contains(FetchItem.Attribute.BODY);
        assertThat(parse("a FETCH 1 (FAST)")).isInstanceOf(CommandParser.Parsed.Malformed.class);
    }

    @Test
    void fetch_items() {
        assertThat(items("(FLAGS UID INTERNALDATE RFC822.SIZE ENVELOPE BODY BODYSTRUCTURE RFC822 RFC822.HEADER"
                        + " RFC822.TEXT)"))
                .hasSize(10);
        assertThat(items("body[]")).containsExactly(body(Section.MESSAGE, FetchItem.Seen.MARK));
        assertThat(items("BODY.PEEK[HEADER]"))
                .containsExactly(body(new Section(List.of(), new Section.Text.Header()), FetchItem.Seen.PEEK));
        assertThat(items("BODY[1.2.TEXT]"))
                .containsExactly(body(new Section(List.of(1, 2), new Section.Text.Body()), FetchItem.Seen.MARK));
        assertThat(items("BODY[3]"))
                .containsExactly(body(new Section(List.of(3), new Section.Text.Whole()), FetchItem.Seen.MARK));
        assertThat(items("BODY[4.1.MIME]"))
                .containsExactly(body(new Section(List.of(4, 1), new Section.Text.Mime()), FetchItem.Seen.MARK));
        assertThat(items("BODY[HEADER.FIELDS (Date \"From\")]<10.20>"))
                .containsExactly(new FetchItem.Body(
                        new Section(List.of(), new Section.Text.HeaderFields(List.of("Date", "From"))),
                        new Partial.Range(10, 20),
                        FetchItem.Seen.MARK));
        assertThat(items("BODY[2.HEADER.FIELDS.NOT (X)]"))
                .containsExactly(body(
                        new Section(List.of(2), new Section.Text.HeaderFieldsNot(List.of("X"))), FetchItem.Seen.MARK));
        assertThat(items("(BINARY.PEEK[1] BINARY.SIZE[2.1] BINARY[3]<0.5>)"))
                .containsExactly(
                        new FetchItem.Binary(List.of(1), new Partial.Whole(), FetchItem.Seen.PEEK),
                        new FetchItem.BinarySize(List.of(2, 1)),
                        new FetchItem.Binary(List.of(3), new Partial.Range(0, 5), FetchItem.Seen.MARK));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BODY[MIME]",
                "BODY[0]",
                "BODY[1.]",
                "BODY[.1]",
                "BODY[1]<0.0>",
                "BODY[1]<5>",
                "BODY[HEADER.FIELDS ()]",
                "BODY[HEADER.FIELDS (a{3}\r\nx\r\n)]",
                "BODY[HEADER.FIELDS ({3}\r\nx\r\n)]",
                "BODY[",
                "BODY[]]",
                "()",
                "FLAGS UID",
                "RFC822.PEEK",
                "ENVELOPE[]",
                "FROB"
            })
    void what_fetch_cannot_tell_is_malformed(String items) {
        assertThat(parse("a FETCH 1 " + items)).isInstanceOf(CommandParser.Parsed.Malformed.class);
    }

    @Test
    void a_section_prints_as_it_was_asked() {
        for (String written :
                List.of("", "HEADER", "1.2.MIME", "3", "2.HEADER.FIELDS (A \"b c\")", "HEADER.FIELDS.NOT (X)")) {
            FetchItem.Body body =
                    (FetchItem.Body) items("BODY[" + written + "]").get(0);
            assertThat(body.section().toString()).isEqualTo(written);
        }
    }

    @Test
    void parts_nested_beyond_the_limit_are_malformed() {
        assertThat(parse("a FETCH 1 BODY[" + "1.".repeat(200) + "1]"))
                .isInstanceOf(CommandParser.Parsed.Malformed.class);
    }

    @Test
    void store() {
        assertThat(command("STORE 1:3 +FLAGS (\\deleted $Forwarded)"))
                .isEqualTo(new Command.Store(
                        Numbering.SEQUENCE,
                        ONE_TO_THREE,
                        new StoreChange(
                                StoreChange.Way.ADD,
                                StoreChange.Answer.FLAGS,
                                List.of(Flag.DELETED, new Flag("$Forwarded")))));
        assertThat(command("UID STORE 1:3 -FLAGS.SILENT \\Seen \\Draft"))
                .isEqualTo(new Command.Store(
                        Numbering.UID,
                        ONE_TO_THREE,
                        new StoreChange(
                                StoreChange.Way.REMOVE, StoreChange.Answer.SILENT, List.of(Flag.SEEN, Flag.DRAFT))));
        assertThat(command("STORE 1:3 FLAGS ()"))
                .isEqualTo(new Command.Store(
                        Numbering.SEQUENCE,
                        ONE_TO_THREE,
                        new StoreChange(StoreChange.Way.REPLACE, StoreChange.Answer.FLAGS, List.of())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\Recent", "\\Foo", "(a b", "(\"a\")", "a\"b", "(a]b)", "a%", "{1}\r\na", "(\\)", "()x"})
    void keywords_that_are_not_atoms_are_malformed(String flags) {
        assertThat(parse("a STORE 1 FLAGS " + flags)).isInstanceOf(CommandParser.Parsed.Malformed.class);
    }

    @Test
    void copy_move_and_uid_forms() {
        MailboxName to = new MailboxName("x");
        assertThat(command("COPY 1:3 x")).isEqualTo(new Command.Copy(Numbering.SEQUENCE, ONE_TO_THREE, to));
        assertThat(command("UID COPY 1:3 x")).isEqualTo(new Command.Copy(Numbering.UID, ONE_TO_THREE, to));
        assertThat(command("MOVE 1:3 x")).isEqualTo(new Command.Move(Numbering.SEQUENCE, ONE_TO_THREE, to));
        assertThat(command("uid move 1:3 x")).isEqualTo(new Command.Move(Numbering.UID, ONE_TO_THREE, to));
        assertThat(command("UID EXPUNGE 1:3")).isEqualTo(new Command.ExpungeUids(ONE_TO_THREE));
    }

    @Test
    void search_keys() {
        assertThat(key("ALL")).isEqualTo(new SearchKey.All());
        assertThat(key("SEEN UNDELETED"))
                .isEqualTo(new SearchKey.And(
                        List.of(new SearchKey.Flagged(Flag.SEEN), new SearchKey.Unflagged(Flag.DELETED))));
        assertThat(key("NOT FROM smith")).isEqualTo(new SearchKey.Not(new SearchKey.Header("FROM", "smith")));
        assertThat(key("OR TO a (CC b BCC c)"))
                .isEqualTo(new SearchKey.Or(
                        new SearchKey.Header("TO", "a"),
                        new SearchKey.And(List.of(new SearchKey.Header("CC", "b"), new SearchKey.Header("BCC", "c")))));
        assertThat(key("HEADER Message-ID \"\"")).isEqualTo(new SearchKey.Header("Message-ID", ""));
        assertThat(key("SINCE 1-Feb-1994"))
                .isEqualTo(new SearchKey.Internal(SearchKey.When.SINCE, LocalDate.of(1994, 2, 1)));
        assertThat(key("SENTBEFORE \"01-feb-1994\""))
                .isEqualTo(new SearchKey.Sent(SearchKey.When.BEFORE, LocalDate.of(1994, 2, 1)));
        assertThat(key("LARGER 4294967296")).isEqualTo(new SearchKey.Larger(4294967296L));
        assertThat(key("UID 1:3")).isEqualTo(new SearchKey.Uids(ONE_TO_THREE));
        assertThat(key("1:3")).isEqualTo(new SearchKey.Numbers(ONE_TO_THREE));
        assertThat(key("KEYWORD $junk")).isEqualTo(new SearchKey.Flagged(new Flag("$Junk")));
        assertThat(key("NEW").toString()).contains("Recent", "Seen");
        assertThat(key("TEXT {8}\r\nприв")).isInstanceOf(SearchKey.Text.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ON",
                "BEFORE",
                "SINCE",
                "SENTON",
                "SENTSINCE",
            })
    void search_by_dates(String name) {
        assertThat(key(name + " 29-Feb-2024").toString()).contains("2024-02-29");
        assertThat(parse("a SEARCH " + name + " 30-Feb-2024")).isInstanceOf(CommandParser.Parsed.Malformed.class);
    }

    @Test
    void search_in_a_charset() {
        byte[] latin1 = "a SEARCH CHARSET ISO-8859-1 SUBJECT {4}\r\nj\u00f6rg".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(PARSER.parse(ByteBuffer.wrap(latin1), Dialect.REV1).toString())
                .contains("jörg");
        assertThat(parse("a SEARCH CHARSET KLINGON ALL"))
                .isEqualTo(new CommandParser.Parsed.UnknownCharset<>("a", Set.of()));
        assertThat(parse("a SEARCH CHARSET US-ASCII SUBJECT \"ö\"")).isInstanceOf(CommandParser.Parsed.Malformed.class);
    }

    @Test
    void a_search_has_at_most_a_thousand_keys_wherever_they_lie() {
        String most = " UNSEEN".repeat(SearchGrammar.MAX_KEYS - 1);
        assertThat(parse("a SEARCH ALL" + most)).isInstanceOf(CommandParser.Parsed.Complete.class);
        assertThat(parse("a SEARCH ALL" + most + " SEEN")).isInstanceOf(CommandParser.Parsed.Malformed.class);
        assertThat(parse("a SEARCH (ALL" + most + ")")).isInstanceOf(CommandParser.Parsed.Malformed.class);
    }

    @Test
    void search_return_options() {
        assertThat(command("UID SEARCH RETURN (MIN COUNT SAVE) UNSEEN"))
                .isEqualTo(new Command.Search(
                        Numbering.UID,
                        Set.of(SearchReturn.MIN, SearchReturn.COUNT, SearchReturn.SAVE),
                        new SearchKey.Unflagged(Flag.SEEN)));
        assertThat(command("SEARCH RETURN () ALL"))
                .isEqualTo(new Command.Search(Numbering.SEQUENCE, Set.of(SearchReturn.ALL), new SearchKey.All()));
    }

    @Test
    void search_keys_nested_beyond_the_limit_are_malformed_and_do_not_overflow_the_stack() {
        assertThat(parse("a SEARCH " + "(".repeat(60_000))).isInstanceOf(CommandParser.Parsed.Malformed.class);
        assertThat(parse("a SEARCH " + "NOT ".repeat(16_000) + "ALL"))
                .isInstanceOf(CommandParser.Parsed.Malformed.class);
        assertThat(parse("a SEARCH " + "OR ALL ".repeat(9_000) + "ALL"))
                .isInstanceOf(CommandParser.Parsed.Malformed.class);
        assertThat(key("OR ALL ".repeat(200) + "ALL")).isInstanceOf(SearchKey.Or.class);
    }

    @Test
    void id_and_enable() {
        assertThat(command("ID NIL")).isEqualTo(new Command.Id(Map.of()));
        assertThat(command("ID (\"name\" \"mutt\" \"version\" NIL)"))
                .isEqualTo(new Command.Id(Map.of("name", "mutt", "version", "")));
        assertThat(command("ENABLE imap4rev2 X")).isEqualTo(new Command.Enable(List.of("IMAP4REV2", "X")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a ",
                " NOOP",
                "a NOOP ",
                "a  NOOP",
                "a LOGIN alice",
                "a LOGIN \"al\0ice\" x",
                "a LOGIN {3}\r\na\0b x",
                "a LOGIN \"a\\b\" x",
                "a LOGIN \"a x",
                "a LOGIN alice {5}\r\nabc",
                "a LOGIN \u00e9 x",
                "a SELECT",
                "a SELECT a b",
                "a SELECT \"a\u0001b\"",
                "a APPEND x hello",
                "a STATUS x ()",
                "a STATUS x (FROB)",
                "a LIST (RECURSIVEMATCH) \"\" *",
                "a LIST (RECURSIVEMATCH REMOTE) \"\" *",
                "a LIST (FROB) \"\" *",
                "a LIST \"\" * RETURN (FROB)",
                "a LIST \"\" ()",
                "a UID FROB 1",
                "a UID EXPUNGE",
                "a SEARCH",
                "a SEARCH RETURN (FROB) ALL",
                "a SEARCH ON 1994-02-01",
                "a SEARCH KEYWORD \\Seen",
                "a ENABLE",
                "a ID",
                "a ID (\"a\")",
                "a AUTHENTICATE",
                "a STARTTLS now",
            })
    void no_command_of_the_grammar(String line) {
        assertThat(parse(line)).isInstanceOf(CommandParser.Parsed.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"30-Feb-1994 21:52:25 -0800\"",
                "\"1-Feb-1994 21:52:25 -0800\"",
                "\" 1-Feb-1994 25:52:25 -0800\"",
                "\" 1-Feb-1994 21:52:25 -9900\"",
                "\" 1-Foo-1994 21:52:25 +0000\"",
                "\" 1-Feb-94 21:52:25 +0000\"",
                "\" 1-Feb-1994 21:52:25\"",
            })
    void an_impossible_internal_date_is_malformed(String date) {
        assertThat(PARSER.head(octets("a APPEND x " + date + " {1}"), Dialect.REV1))
                .isInstanceOf(CommandParser.Head.Malformed.class);
    }

    @Test
    void the_place_of_a_fault_is_told() {
        assertThat(malformed("a1 SELECT (")).isEqualTo(new CommandParser.Parsed.Malformed<>("a1", 10, "a string"));
    }

    private static Command.ListMailboxes list(String pattern) {
        return new Command.ListMailboxes(List.of(new MailboxPattern(pattern)), Set.of(), Set.of(), List.of());
    }

    private static FetchItem body(Section section, FetchItem.Seen seen) {
        return new FetchItem.Body(section, new Partial.Whole(), seen);
    }

    private static List<FetchItem> items(String written) {
        return ((Command.Fetch) command("FETCH 1 " + written)).items();
    }

    private static SearchKey key(String written) {
        return ((Command.Search) command("SEARCH " + written)).key();
    }

    private static SecretOctets secret(String text) {
        return new SecretOctets(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Command command(String line) {
        CommandParser.Parsed<Command> parsed = parse("a " + line);
        assertThat(parsed).isInstanceOf(CommandParser.Parsed.Complete.class);
        return ((CommandParser.Parsed.Complete<Command>) parsed).command();
    }

    private static CommandParser.Parsed.Malformed<Command> malformed(String line) {
        return (CommandParser.Parsed.Malformed<Command>) parse(line);
    }

    private static CommandParser.Parsed<Command> parse(String line) {
        return PARSER.parse(octets(line), Dialect.REV1);
    }

    private static ByteBuffer octets(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
