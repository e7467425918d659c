package dev.posthaste.imap.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Commands in any order, against a model of RFC 9051 section 3 in a few lines; no socket and no store. */
class SessionModelTest {

    private static final int MAX_COMMANDS = 24;

    private static final List<String> COMMANDS = List.of(
            "NOOP",
            "CAPABILITY",
            "LOGIN alice sesame",
            "LOGIN alice sesame",
            "LOGIN alice wrong",
            "AUTHENTICATE PLAIN AGFsaWNlAHNlc2FtZQ==",
            "STARTTLS",
            "ENABLE IMAP4rev2",
            "SELECT INBOX",
            "SELECT INBOX",
            "EXAMINE x",
            "SELECT nowhere",
            "CREATE new",
            "CREATE x",
            "DELETE x",
            "DELETE nowhere",
            "RENAME nowhere y",
            "LIST \"\" *",
            "STATUS x (MESSAGES)",
            "STATUS nowhere (MESSAGES)",
            "IDLE",
            "APPEND x {3}",
            "APPEND nowhere {3}",
            "CHECK",
            "FETCH 1 FLAGS",
            "FETCH 9 FLAGS",
            "UID FETCH 9 FLAGS",
            "STORE 1 +FLAGS (\\Seen)",
            "COPY 1 x",
            "COPY 1 nowhere",
            "UID MOVE 99 x",
            "EXPUNGE",
            "SEARCH 1",
            "SEARCH CHARSET x ALL",
            "CLOSE",
            "UNSELECT",
            "FROB",
            "FETCH 1",
            "LOGOUT");

    private enum At {
        NOT_AUTHENTICATED,
        AUTHENTICATED,
        INBOX,
        X_READ_ONLY,
        LOGGED_OUT
    }

    private static final class Model {

        private At at = At.NOT_AUTHENTICATED;
        private int failures;
        private int malformed;

        String answer(String command) {
            if (command.equals("FROB") || command.equals("FETCH 1")) {
                return malformed();
            }
            malformed = 0;
            return switch (command) {
                case "NOOP", "CAPABILITY" -> "OK";
                case "LOGIN alice sesame", "AUTHENTICATE PLAIN AGFsaWNlAHNlc2FtZQ==" -> login();
                case "LOGIN alice wrong" -> wrongPassword();
                case "STARTTLS" -> "BAD";
                case "LOGOUT" -> go(At.LOGGED_OUT, "OK");
                case "SEARCH CHARSET x ALL" -> "NO";
                default -> at == At.NOT_AUTHENTICATED ? "BAD" : loggedIn(command);
            };
        }

        private String malformed() {
            malformed++;
            int limit = at == At.NOT_AUTHENTICATED ? Session.MAX_MALFORMED_BEFORE_LOGIN : Session.MAX_MALFORMED;
            return malformed == limit ? go(At.LOGGED_OUT, "BYE") : "BAD";
        }

        private String login() {
            return at == At.NOT_AUTHENTICATED ? go(At.AUTHENTICATED, "OK") : "BAD";
        }

        private String wrongPassword() {
            if (at != At.NOT_AUTHENTICATED) {
                return "BAD";
            }
            failures++;
            return failures == LoginCommands.MAX_FAILURES ? go(At.LOGGED_OUT, "BYE") : "NO";
        }

        private String loggedIn(String command) {
            return switch (command) {
                case "ENABLE IMAP4rev2" -> at == At.AUTHENTICATED ? "OK" : "BAD";
                case "SELECT INBOX" -> go(At.INBOX, "OK");
                case "EXAMINE x" -> go(At.X_READ_ONLY, "OK");
                case "SELECT nowhere" -> go(At.AUTHENTICATED, "NO");
                case "CREATE new", "LIST \"\" *", "STATUS x (MESSAGES)", "IDLE", "APPEND x {3}" -> "OK";
                case "CREATE x", "DELETE nowhere", "RENAME nowhere y", "STATUS nowhere (MESSAGES)" -> "NO";
                case "APPEND nowhere {3}" -> "NO";
                case "DELETE x" -> at == At.X_READ_ONLY ? go(At.AUTHENTICATED, "OK") : "OK";
                default -> at == At.AUTHENTICATED ? "BAD" : selected(command);
            };
        }

        private String selected(String command) {
            return switch (command) {
                case "FETCH 9 FLAGS" -> "BAD";
                case "STORE 1 +FLAGS (\\Seen)", "UID MOVE 99 x", "EXPUNGE" -> at == At.INBOX ? "OK" : "NO";
                case "COPY 1 nowhere" -> "NO";
                case "CLOSE", "UNSELECT" -> go(At.AUTHENTICATED, "OK");
                default -> "OK";
            };
        }

        private String go(At next, String answer) {
            at = next;
            return answer;
        }
    }

    @Test
    void commands_in_any_order_are_answered_as_the_model_says() {
        Random random = new Random(9051);
        List<Extension> extensions = Extensions.standard(1000);
        for (int i = 0; i < Fuzz.CASES; i++) {
            ScriptedStore client = new ScriptedStore(extensions);
            Model model = new Model();
            StringBuilder said = new StringBuilder();
            for (int n = random.nextInt(MAX_COMMANDS); n > 0 && model.at != At.LOGGED_OUT; n--) {
                String command = COMMANDS.get(random.nextInt(COMMANDS.size()));
                said.append(command).append('\n');
                String answer = client.say("t " + command);
                if (client.state instanceof State.Idling) {
                    answer = client.say("done");
                } else if (client.state instanceof State.Appending) {
                    answer = client.say("");
                }
                assertThat(condition(answer)).as(said::toString).isEqualTo(model.answer(command));
                assertThat(at(client.state)).as(said::toString).isEqualTo(model.at);
            }
        }
    }

    /** The last response: how the command ended, or that the session did. */
    private static String condition(String answer) {
        String last = answer.lines().reduce("", (before, line) -> line);
        return last.split(" ")[1];
    }

    private static At at(State state) {
        return switch (state) {
            case State.NotAuthenticated ignored -> At.NOT_AUTHENTICATED;
            case State.Authenticated ignored -> At.AUTHENTICATED;
            case State.Selected selected -> selected.view().isReadOnly() ? At.X_READ_ONLY : At.INBOX;
            case State.LoggedOut ignored -> At.LOGGED_OUT;
            case State.Within within -> throw new AssertionError("nothing is under way in " + within);
        };
    }
}
