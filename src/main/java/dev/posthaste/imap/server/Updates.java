package dev.posthaste.imap.server;

import dev.posthaste.imap.wire.Dialect;
import dev.posthaste.imap.wire.Flag;
import dev.posthaste.imap.wire.Response;
import dev.posthaste.imap.wire.ResponseCode;
import dev.posthaste.imap.wire.ResponseWriter;
import dev.posthaste.mailbox.Flags;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What happened in the selected mailbox, as untagged responses. Thousands of messages may have changed: they are kept in
 * arrays, and become text when they are written.
 */
final class Updates implements Response, SessionView.Reporter {

    private final boolean readOnly;
    private final long firstRecent;
    private final List<String> keywords;
    private final List<Response> mailbox = new ArrayList<>();
    /** Number, UID and flags of each message that changed, in turn. */
    private long[] flags = {};

    private int flagsCount;
    private int[] expunged = {};
    private int expungedCount;

    /** Whether a message is recent to this session (RFC 3501 section 2.3.2). */
    enum Recency {
        /** It has {@code \Recent}. */
        RECENT,
        /** It has not. */
        OLD
    }

    Updates(SessionView view) {
        this.readOnly = view.isReadOnly();
        this.firstRecent = view.firstRecent();
        this.keywords = view.keywords();
    }

    boolean isEmpty() {
        return expungedCount == 0 && mailbox.isEmpty() && flagsCount == 0;
    }

    @Override
    public void expunged(int number) {
        if (expungedCount == expunged.length) {
            expunged = Arrays.copyOf(expunged, Math.max(8, 2 * expungedCount));
        }
        expunged[expungedCount++] = number;
    }

    @Override
    public void exists(int messages, int recent) {
        mailbox.add(new Exists(messages, recent));
    }

    @Override
    public void keywords(List<String> now) {
        mailbox.add(new Response.ApplicableFlags(known(now)));
        mailbox.add(permanentFlags(readOnly, now));
    }

    @Override
    public void flags(int number, long uid, long bits) {
        if (3 * flagsCount == flags.length) {
            flags = Arrays.copyOf(flags, Math.max(3 * 8, 2 * flags.length));
        }
        flags[3 * flagsCount] = number;
        flags[3 * flagsCount + 1] = uid;
        flags[3 * flagsCount + 2] = bits;
        flagsCount++;
    }

    @Override
    public void writeTo(ResponseWriter out) {
        for (int i = 0; i < expungedCount; i++) {
            out.raw("* ").number(expunged[i]).raw(" EXPUNGE").end();
        }
        mailbox.forEach(response -> response.writeTo(out));
        for (int i = 0; i < 3 * flagsCount; i += 3) {
            out.raw("* ")
                    .number(flags[i])
                    .raw(" FETCH (UID ")
                    .number(flags[i + 1])
                    .raw(" FLAGS ");
            writeFlags(out, flags[i + 2], keywords, flags[i + 1] >= firstRecent ? Recency.RECENT : Recency.OLD);
            out.raw(")").end();
        }
    }

    /** The flags of a message in parentheses. */
    static void writeFlags(ResponseWriter out, long bits, List<String> keywords, Recency recency) {
        List<String> names = Flags.names(bits, keywords);
        if (out.dialect() == Dialect.REV1 && recency == Recency.RECENT) {
            names.add("\\Recent");
        }
        out.flags(names);
    }

    /** The flags that can be changed permanently. */
    static Response permanentFlags(SessionView view) {
        return permanentFlags(view.isReadOnly(), view.keywords());
    }

    private static Response permanentFlags(boolean readOnly, List<String> keywords) {
        List<String> names = new ArrayList<>();
        if (!readOnly) {
            names.addAll(known(keywords));
            if (keywords.size() < Flags.MAX_KEYWORDS) {
                names.add("\\*");
            }
        }
        return Response.ok(ResponseCode.permanentFlags(names), "Flags that can be changed");
    }

    /** All flags that a message can have. */
    static List<String> known(List<String> keywords) {
        List<String> names = new ArrayList<>();
        Flag.SYSTEM.forEach(flag -> names.add(flag.name()));
        names.addAll(keywords);
        return names;
    }
}
