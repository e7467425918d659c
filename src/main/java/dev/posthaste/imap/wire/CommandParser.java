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
 * Parses a command that the {@link Fragmenter} has delimited.
 *
 * <pre>
 * command = tag SP command-name [SP arguments]          ; RFC 9051 section 9; without its CRLF
 * tag     = 1*&lt;any ASTRING-CHAR except "+"&gt;
 * </pre>
 *
 * <p>The commands and their grammars are arguments of the constructor. A parser has no state: one serves all connections.
 *
 * @param <T> the type that commands are parsed into
 */
public final class CommandParser<T> {

    /** The tag of a response to a command whose tag cannot be parsed (RFC 9051 section 7.1.3). */
    public static final String UNTAGGED = "*";

    /** Maximum length of a tag; the limit is ours. */
    static final int MAX_TAG = 128;

    private final Map<String, CommandSyntax<? extends T>> byName = new HashMap<>();
    private final List<CommandSyntax<? extends T>> streamed = new ArrayList<>();
    /** First words of two-word names. */
    private final Set<String> prefixes = new HashSet<>();

    /** @throws IllegalArgumentException if two commands have the same name */
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

    /** The result of parsing a command. */
    public sealed interface Parsed<T> {

        /** A valid command. */
        record Complete<T>(String tag, T command) implements Parsed<T> {}

        /** A syntax error, answered with {@code BAD}. The tag is {@link #UNTAGGED} if it cannot be parsed. */
        record Malformed<T>(String tag, int at, String expected) implements Parsed<T> {}

        /** A SEARCH in an unsupported charset, answered with {@code NO [BADCHARSET]}. */
        record UnknownCharset<T>(String tag, Set<SearchReturn> returns) implements Parsed<T> {}
    }

    /** Parses a complete command. */
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

    /** The meaning of a command up to the announcement of a literal. */
    public sealed interface Head<T> {

        /** A command whose literal is announced and is streamed: the message of an APPEND. */
        record Streamed<T>(String tag, T command) implements Head<T> {}

        /** The literal is an argument; gather it. */
        record Argument<T>() implements Head<T> {}

        /** A command with a syntax error before its streamed literal, answered with {@code BAD}. */
        record Malformed<T>(String tag, int at, String expected) implements Head<T> {}
    }

    /** Parses a command up to the announcement of a literal at its end. */
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
            // A fault at the end means that only the literal is missing: it is the mailbox name.
            boolean missing = fault.at() >= octets.remaining() || tag.equals(UNTAGGED);
            return missing ? new Head.Argument<>() : new Head.Malformed<>(tag, fault.at(), fault.expected());
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
