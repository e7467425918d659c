package dev.posthaste.imap.wire;

/** A command that no server has: {@code "XDOUBLE" SP number}. */
public final class ToySyntax {

    /** Parsed into its number. */
    public static final CommandSyntax<Long> XDOUBLE = CommandSyntax.with("XDOUBLE", (at, dialect) -> at.number());

    private ToySyntax() {}
}
