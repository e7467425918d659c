package dev.posthaste.imap.wire;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A server response as data (RFC 9051 section 7). An extension defines its own. */
public interface Response {

    /** Writes it in the dialect of {@code out}, line end included. */
    void writeTo(ResponseWriter out);

    /** {@code tag OK [CODE] text} and its kin; {@link CommandParser#UNTAGGED} for an untagged one. */
    record Status(String tag, Condition condition, ResponseCode code, String text) implements Response {
        @Override
        public void writeTo(ResponseWriter out) {
            out.status(tag, condition, code, text);
        }
    }

    /** {@code * OK [CODE] text}. */
    static Response ok(ResponseCode code, String text) {
        return new Status(CommandParser.UNTAGGED, Condition.OK, code, text);
    }

    /** {@code * BYE [CODE] text}. */
    static Response bye(ResponseCode code, String text) {
        return new Status(CommandParser.UNTAGGED, Condition.BYE, code, text);
    }

    /** {@code + text}: a continuation request. */
    record Continuation(String text) implements Response {
        @Override
        public void writeTo(ResponseWriter out) {
            out.goOn(text);
        }
    }

    /** {@code * CAPABILITY …}. */
    record Capability(List<String> names) implements Response {
        /** Copies the collection. */
        public Capability {
            names = List.copyOf(names);
        }

        @Override
        public void writeTo(ResponseWriter out) {
            out.raw("* CAPABILITY ").raw(String.join(" ", names)).end();
        }
    }

    /** {@code * ENABLED …}; nothing follows the word if nothing was enabled. */
    record Enabled(List<String> names) implements Response {
        /** Copies the collection. */
        public Enabled {
            names = List.copyOf(names);
        }

        @Override
        public void writeTo(ResponseWriter out) {
            out.raw("* ENABLED");
            names.forEach(name -> out.raw(" ").raw(name));
            out.end();
        }
    }

    /** {@code * ID (…)} (RFC 2971 section 3.2). */
    record Id(String name, String vendor) implements Response {
        @Override
        public void writeTo(ResponseWriter out) {
            out.raw("* ID (\"name\" ")
                    .string(name)
                    .raw(" \"vendor\" ")
                    .string(vendor)
                    .raw(")");
            out.end();
        }
    }

    /** {@code * NAMESPACE …}: one personal namespace without a prefix (RFC 9051 section 7.3.3). */
    record Namespace() implements Response {
        @Override
        public void writeTo(ResponseWriter out) {
            out.raw("* NAMESPACE ((\"\" \"/\")) NIL NIL").end();
        }
    }

    /** {@code * FLAGS (…)}: the flags that messages of the mailbox can bear. */
    record ApplicableFlags(List<String> names) implements Response {
        /** Copies the collection. */
        public ApplicableFlags {
            names = List.copyOf(names);
        }

        @Override
        public void writeTo(ResponseWriter out) {
            out.raw("* FLAGS ").flags(names).end();
        }
    }

    /** {@code * n EXISTS}, and in IMAP4rev1 {@code * n RECENT}. */
    record Exists(int messages, int recent) implements Response {
        @Override
        public void writeTo(ResponseWriter out) {
            out.raw("* ").number(messages).raw(" EXISTS").end();
            if (out.dialect() == Dialect.REV1) {
                out.raw("* ").number(recent).raw(" RECENT").end();
            }
        }
    }

    /**
     * {@code * LIST …} or {@code * LSUB …}.
     *
     * @param childInfo what the mailboxes below were selected by (RFC 5258 section 3.5)
     */
    record Listed(Kind kind, List<String> attributes, MailboxName name, Optional<String> childInfo)
            implements Response {

        /** Which command it answers. */
        public enum Kind {
            /** LIST, and SELECT in IMAP4rev2. */
            LIST,
            /** LSUB. */
            LSUB
        }

        /** Copies the collection. */
        public Listed {
            attributes = List.copyOf(attributes);
        }

        @Override
        public void writeTo(ResponseWriter out) {
            out.raw("* ").raw(kind.name()).raw(" ").flags(attributes).raw(" \"/\" ");
            out.mailbox(name);
            childInfo.ifPresent(info -> out.raw(" (\"CHILDINFO\" (\"").raw(info).raw("\"))"));
            out.end();
        }
    }

    /** {@code * STATUS mailbox (item value …)}; as many values as items. */
    record StatusOf(MailboxName name, List<StatusItem> items, List<Long> values) implements Response {
        /** Copies the lists. */
        public StatusOf {
            items = List.copyOf(items);
            values = List.copyOf(values);
        }

        @Override
        public void writeTo(ResponseWriter out) {
            out.raw("* STATUS ").mailbox(name);
            for (int i = 0; i < items.size(); i++) {
                out.raw(i == 0 ? " (" : " ").raw(items.get(i).name()).raw(" ").number(values.get(i));
            }
            out.raw(")").end();
        }
    }

    /** {@code * ESEARCH (TAG "…") …} (RFC 9051 section 7.3.4). */
    record ESearch(String tag, Numbering numbering, Set<SearchReturn> returns, NumberSet found) implements Response {
        /** Copies the collection. */
        public ESearch {
            returns = Set.copyOf(returns);
        }

        @Override
        public void writeTo(ResponseWriter out) {
            out.raw("* ESEARCH (TAG ").string(tag).raw(")");
            if (numbering == Numbering.UID) {
                out.raw(" UID");
            }
            if (returns.contains(SearchReturn.MIN) && !found.isEmpty()) {
                out.raw(" MIN ").number(found.first());
            }
            if (returns.contains(SearchReturn.MAX) && !found.isEmpty()) {
                out.raw(" MAX ").number(found.last());
            }
            if (returns.contains(SearchReturn.COUNT)) {
                out.raw(" COUNT ").number(found.size());
            }
            if (returns.contains(SearchReturn.ALL) && !found.isEmpty()) {
                out.raw(" ALL ").raw(found.toString());
            }
            out.end();
        }
    }
}
