package dev.posthaste.imap.server;

import dev.posthaste.imap.wire.Condition;
import dev.posthaste.imap.wire.Dialect;
import dev.posthaste.imap.wire.Flag;
import dev.posthaste.imap.wire.ResponseCode;
import dev.posthaste.imap.wire.ResponseWriter;
import dev.posthaste.mailbox.Flags;
import java.util.ArrayList;
import java.util.List;

/** Writes what happened in the selected mailbox as untagged responses. */
final class UpdatePrinter implements SessionView.Reporter {

    private final SessionView view;
    private final ResponseWriter out;

    UpdatePrinter(SessionView view, ResponseWriter out) {
        this.view = view;
        this.out = out;
    }

    @Override
    public void expunged(int number) {
        out.raw("* ").number(number).raw(" EXPUNGE").end();
    }

    @Override
    public void exists(int messages, int recent) {
        out.raw("* ").number(messages).raw(" EXISTS").end();
        if (out.dialect() == Dialect.REV1) {
            out.raw("* ").number(recent).raw(" RECENT").end();
        }
    }

    @Override
    public void keywords(List<String> keywords) {
        out.raw("* FLAGS ").flags(known(keywords)).end();
        permanentFlags();
    }

    @Override
    public void flags(int number, long uid, long flags) {
        out.raw("* ").number(number).raw(" FETCH (UID ").number(uid).raw(" FLAGS ");
        flagList(number, flags);
        out.raw(")").end();
    }

    /** The flags of a message in parentheses. */
    void flagList(int number, long flags) {
        List<String> names = Flags.names(flags, view.keywords());
        if (out.dialect() == Dialect.REV1 && view.isRecent(number)) {
            names.add("\\Recent");
        }
        out.flags(names);
    }

    /** What can be changed for good here. */
    void permanentFlags() {
        List<String> names = new ArrayList<>();
        if (!view.isReadOnly()) {
            names.addAll(known(view.keywords()));
            if (view.keywords().size() < Flags.MAX_KEYWORDS) {
                names.add("\\*");
            }
        }
        out.status("*", Condition.OK, ResponseCode.permanentFlags(names), "Flags that can be changed");
    }

    /** All flags there can be. */
    static List<String> known(List<String> keywords) {
        List<String> names = new ArrayList<>();
        Flag.SYSTEM.forEach(flag -> names.add(flag.name()));
        names.addAll(keywords);
        return names;
    }
}
