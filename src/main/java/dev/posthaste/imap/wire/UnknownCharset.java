package dev.posthaste.imap.wire;

import java.util.Set;

/** A charset that SEARCH does not support: NO with BADCHARSET, and not BAD (RFC 9051 section 6.4.4). */
final class UnknownCharset extends SyntaxFault {

    private static final long serialVersionUID = 1L;

    private final transient Set<SearchReturn> returns;

    UnknownCharset(int at, Set<SearchReturn> returns) {
        super(at, "a charset that is known");
        this.returns = returns;
    }

    /** What the search was to return. */
    Set<SearchReturn> returns() {
        return returns;
    }
}
