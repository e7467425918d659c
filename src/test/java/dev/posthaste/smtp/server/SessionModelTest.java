package dev.posthaste.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import dev.posthaste.listener.Channel;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands in any order, against a model of the protocol in twenty lines. */
class SessionModelTest {

    private static final int MAX_COMMANDS = 16;
    private static final Logger LOG = Logger.getLogger("dev.posthaste.smtp.server");

    private static final MeterRegistry METERS = new SimpleMeterRegistry();

    private static final List<String> COMMANDS = List.of(
            "EHLO c.example",
            "HELO c.example",
            "LHLO c.example",
            "MAIL FROM:<a@example.com>",
            "MAIL FROM:<a@example.com>",
            "MAIL FROM:<>",
            "RCPT TO:<alice@example.org>",
            "RCPT TO:<bob@example.org>",
            "RCPT TO:<nobody@example.org>",
            "RCPT TO:<x@elsewhere.example>",
            "DATA",
            "DATA",
            "RSET",
            "NOOP",
            "FROB",
            "VRFY bob",
            "MAIL FROM:<",
            "QUIT");

    private static final List<String> MESSAGES =
            List.of("x\r\n.\r\n", ".\r\n", "X-Verdict: LOOP\r\n.\r\n", "X-Verdict: LATER\r\n.\r\n", "x\n.\r\n.\r\n");

    private static final class Model {
        private final Service service;
        private boolean hello;
        private boolean mail;
        private int recipients;
        private int errors;
        private boolean ended;

        Model(Service service) {
            this.service = service;
        }

        int reply(String command) {
            int code = code(command);
            // a recipient refused is counted apart
            return code >= 500 && code != 550 ? error(code) : code;
        }

        /** By LMTP as many as there are recipients, and none is an error of the client's. */
        List<Integer> verdicts(String message) {
            if (service != Service.LMTP) {
                return List.of(verdict(message));
            }
            int before = errors;
            int count = recipients;
            int verdict = verdict(message);
            ended = false;
            errors = message.contains("\n.\r\n.\r\n") ? before : 0;
            return Collections.nCopies(count, verdict == 421 ? refusal(message) : verdict);
        }

        private static int refusal(String message) {
            return message.contains("LOOP") ? 554 : 550;
        }

        private int verdict(String message) {
            mail = false;
            recipients = 0;
            if (message.contains("\n.\r\n.\r\n")) {
                return error(550);
            }
            if (message.contains("LOOP")) {
                return error(554);
            }
            if (message.contains("LATER")) {
                return 451;
            }
            errors = 0;
            return 250;
        }

        private int error(int code) {
            errors++;
            ended = ended || errors >= Limits.DEFAULT.errors();
            return ended ? 421 : code;
        }

        private int code(String command) {
            return switch (command.substring(0, 4)) {
                case "EHLO", "HELO" -> service == Service.LMTP ? 500 : greet();
                case "LHLO" -> service == Service.LMTP ? greet() : 500;
                case "MAIL" -> command.endsWith("<") ? 501 : mail();
                case "RCPT" -> rcpt(command);
                case "DATA" -> !mail ? 503 : recipients == 0 ? none() : 354;
                case "RSET" -> reset();
                case "NOOP" -> 250;
                case "VRFY" -> 252;
                case "QUIT" -> quit();
                default -> 500;
            };
        }

        private int none() {
            return service == Service.LMTP ? 503 : 554;
        }

        private int greet() {
            hello = true;
            return reset();
        }

        private int mail() {
            if (!hello || mail) {
                return 503;
            }
            mail = true;
            return 250;
        }

        private int rcpt(String command) {
            if (!mail) {
                return 503;
            }
            boolean known = command.contains("alice") || command.contains("bob");
            recipients += known ? 1 : 0;
            return known ? 250 : 550;
        }

        private int reset() {
            mail = false;
            recipients = 0;
            return 250;
        }

        private int quit() {
            ended = true;
            return 221;
        }
    }

    @BeforeAll
    static void thousands_of_sessions_are_not_logged() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void others_are() {
        LOG.setLevel(Level.INFO);
    }

    @ParameterizedTest
    @EnumSource(names = {"MX", "LMTP"})
    void commands_in_any_order_are_answered_as_the_model_says(Service service) {
        Random random = new Random(5321);
        for (int i = 0; i < Fuzz.CASES; i++) {
            Chat chat = new Chat(service, Channel.CLEAR, World.prompt(), Limits.DEFAULT, METERS).begun();
            Model model = new Model(service);
            StringBuilder said = new StringBuilder();
            for (int n = random.nextInt(MAX_COMMANDS); n > 0 && !model.ended; n--) {
                String command = COMMANDS.get(random.nextInt(COMMANDS.size()));
                said.append(command).append('\n');
                int expected = model.reply(command);
                assertThat(codeOf(chat.say(command))).as(said::toString).isEqualTo(expected);
                if (expected == 354) {
                    String message = MESSAGES.get(random.nextInt(MESSAGES.size()));
                    said.append(message);
                    List<Integer> verdicts = model.verdicts(message);
                    assertThat(chat.send(message)
                                    .lines()
                                    .map(SessionModelTest::codeOf)
                                    .toList())
                            .as(said::toString)
                            .isEqualTo(verdicts);
                }
            }
            assertThat(chat.line.isClosed()).as(said::toString).isEqualTo(model.ended);
        }
    }

    private static int codeOf(String reply) {
        return Integer.parseInt(reply.substring(0, 3));
    }
}
