package dev.posthaste.pop3.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import dev.posthaste.id.Secret;
import dev.posthaste.pop3.wire.Command.InitialResponse;
import dev.posthaste.pop3.wire.Command.Selection;
import dev.posthaste.pop3.wire.CommandParser.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandParserTest {

    @Test
    void every_command_is_read() {
        assertThat(command("USER mrose")).isEqualTo(new Command.User("mrose"));
        assertThat(command("PASS secret")).isEqualTo(new Command.Pass(new Secret("secret")));
        assertThat(command("AUTH PLAIN")).isEqualTo(new Command.Auth("PLAIN", new InitialResponse.Absent()));
        assertThat(command("AUTH PLAIN AGEAYg=="))
                .isEqualTo(new Command.Auth("PLAIN", new InitialResponse.Present(new Secret("AGEAYg=="))));
        assertThat(command("STAT")).isEqualTo(new Command.Stat());
        assertThat(command("LIST")).isEqualTo(new Command.List(new Selection.All()));
        assertThat(command("LIST 2")).isEqualTo(new Command.List(new Selection.One(2)));
        assertThat(command("UIDL")).isEqualTo(new Command.Uidl(new Selection.All()));
        assertThat(command("UIDL 17")).isEqualTo(new Command.Uidl(new Selection.One(17)));
        assertThat(command("RETR 1")).isEqualTo(new Command.Retr(1));
        assertThat(command("TOP 1 0")).isEqualTo(new Command.Top(1, 0));
        assertThat(command("DELE 999999999")).isEqualTo(new Command.Dele(999_999_999));
        assertThat(command("NOOP")).isEqualTo(new Command.Noop());
        assertThat(command("RSET")).isEqualTo(new Command.Rset());
        assertThat(command("QUIT")).isEqualTo(new Command.Quit());
        assertThat(command("CAPA")).isEqualTo(new Command.Capa());
        assertThat(command("STLS")).isEqualTo(new Command.Stls());
    }

    @Test
    void keywords_and_mechanisms_are_read_in_any_case() {
        assertThat(command("rEtR 1")).isEqualTo(new Command.Retr(1));
        assertThat(command("auth plain")).isEqualTo(new Command.Auth("PLAIN", new InitialResponse.Absent()));
    }

    @Test
    void a_password_may_hold_spaces_and_may_be_empty() {
        assertThat(command("PASS  two  words ")).isEqualTo(new Command.Pass(new Secret(" two  words ")));
        assertThat(command("PASS")).isEqualTo(new Command.Pass(new Secret("")));
    }

    @Test
    void a_name_may_be_utf8() {
        assertThat(command("USER jürgen@bücher.example")).isEqualTo(new Command.User("jürgen@bücher.example"));
    }

    @Test
    void a_password_is_not_printed() {
        assertThat(command("PASS hunter2").toString()).doesNotContain("hunter2");
        assertThat(command("AUTH PLAIN AGEAaHVudGVyMg==").toString()).doesNotContain("AGEAaHVudGVyMg==");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "FROB",
                "APOP mrose c4c9334bac560ecc979e58001b3e22fb",
                "USER",
                "USER ",
                "AUTH",
                "AUTH ",
                "AUTH PLAIN ",
                "AUTH PLAIN a b",
                "STAT 1",
                "NOOP x",
                "QUIT now",
                "STLS please",
                "RETR",
                "RETR 0",
                "RETR -1",
                "RETR +1",
                "RETR 1 2",
                "RETR  1",
                "RETR one",
                "RETR 1٣",
                "RETR 1000000000",
                "RETR 99999999999999999999",
                "LIST 0",
                "UIDL x",
                "DELE",
                "TOP",
                "TOP 1",
                "TOP 0 1",
                "TOP 1 -1",
                "TOP 1 2 3"
            })
    void what_is_no_command_is_refused(String line) {
        assertThat(parse(line)).isInstanceOf(Parsed.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"USER a\0b", "USER a\tb", "PASS a\rb", "NOOP\n", "USER \u007f"})
    void control_characters_are_refused(String line) {
        assertThat(parse(line)).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void octets_that_are_no_utf8_are_refused() {
        assertThat(CommandParser.parse(new byte[] {'P', 'A', 'S', 'S', ' ', (byte) 0xff}))
                .isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void any_octets_are_a_command_or_a_refusal_and_a_command_printed_is_the_same_command() {
        Random chance = new Random(19390501);
        int commands = 0;
        for (int i = 0; i < Fuzz.CASES; i++) {
            if (CommandParser.parse(anyLine(chance)) instanceof Parsed.Complete(Command command)) {
                assertThat(command(print(command))).isEqualTo(command);
                commands++;
            }
        }
        assertThat(commands).isBetween(Fuzz.CASES / 10, Fuzz.CASES - 1_000);
    }

    private static byte[] anyLine(Random chance) {
        String[] words = {
            "USER",
            "PASS",
            "AUTH",
            "STAT",
            "LIST",
            "RETR",
            "DELE",
            "NOOP",
            "RSET",
            "QUIT",
            "TOP",
            "UIDL",
            "CAPA",
            "STLS",
            "PLAIN",
            "1",
            "22",
            "0",
            "=",
            "AGEAYg==",
            "ü",
            "",
            "x y"
        };
        StringBuilder text = new StringBuilder(words[chance.nextInt(14)]);
        for (int i = chance.nextInt(3); i > 0; i--) {
            text.append(' ').append(words[chance.nextInt(words.length)]);
        }
        byte[] line = text.toString().getBytes(StandardCharsets.UTF_8);
        for (int i = chance.nextInt(4) - 1; i > 0; i--) {
            line[chance.nextInt(line.length)] = (byte) chance.nextInt(256);
        }
        return line;
    }

    private static String print(Command command) {
        return switch (command) {
            case Command.User(String name) -> "USER " + name;
            case Command.Pass(Secret password) -> "PASS " + password.<String>use(text -> text);
            case Command.Auth(String mechanism, InitialResponse.Absent absent) -> "AUTH " + mechanism;
            case Command.Auth(String mechanism, InitialResponse.Present(Secret base64)) ->
                "AUTH " + mechanism + " " + base64.<String>use(text -> text);
            case Command.List(Selection selection) -> "LIST" + print(selection);
            case Command.Uidl(Selection selection) -> "UIDL" + print(selection);
            case Command.Retr(int message) -> "RETR " + message;
            case Command.Top(int message, int lines) -> "TOP " + message + " " + lines;
            case Command.Dele(int message) -> "DELE " + message;
            case Command.Stat stat -> "STAT";
            case Command.Noop noop -> "NOOP";
            case Command.Rset rset -> "RSET";
            case Command.Quit quit -> "QUIT";
            case Command.Capa capa -> "CAPA";
            case Command.Stls stls -> "STLS";
        };
    }

    private static String print(Selection selection) {
        return switch (selection) {
            case Selection.All all -> "";
            case Selection.One(int message) -> " " + message;
        };
    }

    private static Command command(String line) {
        Parsed parsed = parse(line);
        assertThat(parsed).isInstanceOf(Parsed.Complete.class);
        return ((Parsed.Complete) parsed).command();
    }

    private static Parsed parse(String line) {
        return CommandParser.parse(line.getBytes(StandardCharsets.UTF_8));
    }
}
