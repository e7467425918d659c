package dev.posthaste.imap.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.listener.Channel;
import dev.posthaste.mailbox.Flags;
import dev.posthaste.mailbox.Letter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Plays a dialogue as RFCs print them against a server in memory. A line is
 *
 * <pre>
 * C: what the client says          S: what the server must answer to all that was said before, line by line
 * C2: …                            S2: … the same on another connection
 * C~ what the client says, without a line end
 * M: folder [flag …]               a message lies in the folder; its lines follow, up to a line with a dot
 * D: 1996-07-17T02:44:25-07:00     the date that messages from here on arrived
 * # words for the reader
 * </pre>
 *
 * In what the server says, … stands for anything.
 */
final class Play {

    private final World world;
    private final Channel channel;
    private final Map<String, Line> connections = new TreeMap<>();
    private OffsetDateTime date = OffsetDateTime.parse("1996-07-17T02:44:25-07:00");

    /** One connection. */
    private static final class Line {
        final FakeLink link;
        final Conversation conversation;
        final StringBuilder said = new StringBuilder();

        Line(World world, Channel channel) {
            link = new FakeLink(channel);
            conversation = new Conversation(world.dependencies(), link);
            conversation.greet().await().indefinitely();
        }
    }

    Play(World world, Channel channel) {
        this.world = world;
        this.channel = channel;
    }

    /** Plays one dialogue in a world of its own, over TLS. */
    static void script(String script) {
        new Play(new World(), Channel.TLS).play(script);
    }

    /** Plays a dialogue that begins behind the greeting, the login of alice and SELECT INBOX. */
    static Play selected(World world) {
        Play play = new Play(world, Channel.TLS);
        play.quietly("1", "l0 LOGIN alice sesame\r\ns0 SELECT INBOX\r\n");
        return play;
    }

    /** Says something, and returns the answer. */
    String quietly(String connection, String octets) {
        Line line = line(connection);
        receive(line, octets);
        return line.link.take();
    }

    /** Says something to a server whose answer may have to wait. */
    void say(String connection, String octets) {
        line(connection)
                .conversation
                .receive(ByteBuffer.wrap(octets.getBytes(StandardCharsets.UTF_8)))
                .subscribe()
                .with(done -> {});
    }

    void play(String script) {
        List<String> lines = script.lines().toList();
        List<String> expected = new ArrayList<>();
        String speaking = "";
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.matches("S\\d?:.*")) {
                String connection = connection(line);
                if (!connection.equals(speaking) || expected.isEmpty()) {
                    check(speaking, expected, i);
                }
                speaking = connection;
                expected.add(rest(line));
                continue;
            }
            check(speaking, expected, i);
            if (line.matches("C\\d?[:~].*")) {
                speaking = connection(line);
                String octets = rest(line)
                        + (line.charAt(line.indexOf(' ') < 0 ? 1 : line.indexOf(' ') - 1) == '~' ? "" : "\r\n");
                line(speaking).said.append(octets);
            } else if (line.startsWith("M:")) {
                i = message(lines, i);
            } else if (line.startsWith("D: ")) {
                date = OffsetDateTime.parse(rest(line));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                throw new IllegalArgumentException("line " + (i + 1) + ": " + line);
            }
        }
        check(speaking, expected, lines.size());
        for (Map.Entry<String, Line> connection : connections.entrySet()) {
            hear(connection.getValue());
            assertThat(connection.getValue().link.take())
                    .as("left on connection %s", connection.getKey())
                    .isEmpty();
        }
    }

    private int message(List<String> lines, int at) {
        String[] words = rest(lines.get(at)).split(" ");
        StringBuilder text = new StringBuilder();
        int i = at + 1;
        for (; !lines.get(i).equals("."); i++) {
            text.append(lines.get(i)).append("\r\n");
        }
        long bits = 0;
        for (int w = 1; w < words.length; w++) {
            bits |= Flags.system(words[w]).orElseThrow();
        }
        Letter letter = Letter.of(text.toString().getBytes(StandardCharsets.UTF_8));
        world.given(words[0], letter.flagged(bits).at(date.toInstant()));
        return i;
    }

    /** Everything said so far is received, and answered by exactly these lines. */
    private void check(String connection, List<String> expected, int at) {
        if (expected.isEmpty()) {
            return;
        }
        Line line = line(connection);
        hear(line);
        String[] actual = line.link.take().split("\r\n", -1);
        List<String> heard = new ArrayList<>(List.of(actual));
        heard.remove(heard.size() - 1);
        boolean same = heard.size() == expected.size();
        for (int i = 0; same && i < heard.size(); i++) {
            same = pattern(expected.get(i)).matcher(heard.get(i)).matches();
        }
        if (!same) {
            assertThat(heard).as("before line %d", at + 1).isEqualTo(expected);
        }
        expected.clear();
    }

    private static void hear(Line line) {
        String said = line.said.toString();
        line.said.setLength(0);
        receive(line, said);
        if (line.link.woken) {
            line.link.woken = false;
            line.conversation.news().await().indefinitely();
        }
    }

    private static void receive(Line line, String octets) {
        line.conversation
                .receive(ByteBuffer.wrap(octets.getBytes(StandardCharsets.UTF_8)))
                .await()
                .indefinitely();
    }

    private Line line(String connection) {
        return connections.computeIfAbsent(connection, name -> new Line(world, channel));
    }

    /** What the server says on a connection of its own accord. */
    String hear(String connection) {
        hear(line(connection));
        return line(connection).link.take();
    }

    /** The client was silent for too long. */
    String autologout(String connection) {
        line(connection).conversation.autologout().await().indefinitely();
        return line(connection).link.take();
    }

    /** The server stops. */
    String shutDown(String connection) {
        line(connection).conversation.shutDown().await().indefinitely();
        return line(connection).link.take();
    }

    FakeLink link(String connection) {
        return line(connection).link;
    }

    private static String connection(String line) {
        return Character.isDigit(line.charAt(1)) ? line.substring(1, 2) : "1";
    }

    private static String rest(String line) {
        int space = line.indexOf(' ');
        return space < 0 ? "" : line.substring(space + 1);
    }

    private static Pattern pattern(String wanted) {
        StringBuilder regex = new StringBuilder();
        for (String piece : wanted.split("…", -1)) {
            regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(piece));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
