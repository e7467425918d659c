package dev.posthaste.imap.wire;

import java.util.Set;

/** An unsupported charset of SEARCH, which is answered with NO and BADCHARSET (RFC 9051 section 6.4.4). */
final class UnknownCharset extends SyntaxFault {

    private static final long serialVersionUID = 1L;

    private final transient Set<SearchReturn> returns;

    UnknownCharset(int at, Set<SearchReturn> returns) {
        super(at, "a charset that is known");
        this.returns = returns;
    }

    /** The return options of the search. */
    Set<SearchReturn> returns() {
        return returns;
    }
}
