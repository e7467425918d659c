package dev.posthaste.imap.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads one command, as the {@link Fragmenter} cut it out.
 *
 * <pre>
 * command = tag SP command-name [SP arguments]          ; RFC 9051 section 9; the CRLF is already gone
 * tag     = 1*&lt;any ASTRING-CHAR except "+"&gt;
 * </pre>
 *
 * <p>Which names there are, and what grammar follows each, is what the parser was made of. It keeps nothing of what it
 * reads: one parser serves all connections.
 *
 * @param <T> what commands are read into
 */
public final class CommandParser<T> {

    /** The tag of an answer to a command whose own tag cannot be read (RFC 9051 section 7.1.3). */
    public static final String UNTAGGED = "*";

    /** A tag that is longer is malformed; a limit of ours. */
    static final int MAX_TAG = 128;

    private final Map<String, CommandSyntax<? extends T>> byName = new HashMap<>();
    private final List<CommandSyntax<? extends T>> streamed = new ArrayList<>();
    /** First words of names of two. */
    private final Set<String> prefixes = new HashSet<>();

    /** Knows these commands. To declare a name twice is a bug. */
    public CommandParser(Collection<? extends CommandSyntax<? extends T>> commands) {
        for (CommandSyntax<? extends T> command : commands) {
            if (byName.put(command.name(), command) != null) {
                throw new IllegalArgumentException(command.name() + " is declared twice");
            }
            if (command.isStreamed()) {
                streamed.add(command);
            }
            int space = command.name().indexOf(' ');
            if (space > 0) {
                prefixes.add(command.name().substring(0, space));
            }
        }
    }

    /** What a command turned out to be. */
    public sealed interface Parsed<T> {

        /** A command of the grammar. */
        record Complete<T>(String tag, T command) implements Parsed<T> {}

        /** Not a command of the grammar: {@code BAD}. The tag is {@link #UNTAGGED} if there is none. */
        record Malformed<T>(String tag, int at, String expected) implements Parsed<T> {}

        /** A SEARCH in a charset that is not supported: {@code NO [BADCHARSET]}. */
        record UnknownCharset<T>(String tag, Set<SearchReturn> returns) implements Parsed<T> {}
    }

    /** Reads a whole command. */
    public Parsed<T> parse(ByteBuffer octets, Dialect dialect) {
        Cursor at = new Cursor(octets);
        String tag = UNTAGGED;
        try {
            tag = tag(at);
            at.space();
            T command = command(at, dialect);
            at.end();
            return new Parsed.Complete<>(tag, command);
        } catch (UnknownCharset unknown) {
            return new Parsed.UnknownCharset<>(tag, unknown.returns());
        } catch (SyntaxFault fault) {
            return new Parsed.Malformed<>(tag, fault.at(), fault.expected());
        }
    }

    /** What a command is, up to the announcement of a literal at its end. */
    public sealed interface Head<T> {

        /** A command whose literal is announced and is to be streamed: the message of an APPEND. */
        record Streamed<T>(String tag, T command) implements Head<T> {}

        /** The literal is an argument: it is to be gathered. */
        record Argument<T>() implements Head<T> {}

        /** A command with a streamed literal that is malformed, whatever follows: {@code BAD}. */
        record Malformed<T>(String tag, int at, String expected) implements Head<T> {}
    }

    /** Reads a command up to the announcement of a literal at its end. */
    public Head<T> head(ByteBuffer octets, Dialect dialect) {
        Cursor at = new Cursor(octets);
        String tag = UNTAGGED;
        try {
            tag = tag(at);
            at.space();
            for (CommandSyntax<? extends T> command : streamed) {
                if (at.takeWord(command.name())) {
                    return new Head.Streamed<>(tag, command.read(at, dialect));
                }
            }
            return new Head.Argument<>();
        } catch (SyntaxFault fault) {
            // At the end it is the literal that is missing: it names the mailbox.
            boolean missing = fault.at() >= octets.remaining() || tag.equals(UNTAGGED);
            return missing ? new Head.Argument<>() : new Head.Malformed<>(tag, fault.at(), fault.expected());
        }
    }

    /** The tag of octets that cannot be read otherwise; {@link #UNTAGGED} if they have none. */
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

    private T command(Cursor at, Dialect dialect) throws SyntaxFault {
        int from = at.at();
        String name = at.word("a command");
        if (prefixes.contains(name)) {
            at.space();
            from = at.at();
            name = name + ' ' + at.word("a command on UIDs");
        }
        CommandSyntax<? extends T> command = byName.get(name);
        if (command == null) {
            throw new SyntaxFault(from, "a command that is known");
        }
        if (command.isStreamed()) {
            throw new SyntaxFault(from, "a message as a literal after " + name);
        }
        return command.read(at, dialect);
    }
}
