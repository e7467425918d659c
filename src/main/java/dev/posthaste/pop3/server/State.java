package dev.posthaste.pop3.server;

import dev.posthaste.listener.Channel;
import java.util.stream.IntStream;

/** Where a session is between two commands (RFC 1939 section 3). */
sealed interface State {

    /**
     * AUTHORIZATION: nobody is logged in.
     *
     * @param failures how often this connection gave wrong credentials
     */
    record Authorization(Channel channel, Claim claim, int failures) implements State {
        static Authorization begin(Channel channel) {
            return new Authorization(channel, new Claim.None(), 0);
        }

        Authorization claiming(String name) {
            return new Authorization(channel, new Claim.Name(name), failures);
        }

        Authorization withoutClaim() {
            return new Authorization(channel, new Claim.None(), failures);
        }

        Authorization afterFailure() {
            return new Authorization(channel, new Claim.None(), failures + 1);
        }
    }

    /** Within AUTHORIZATION: the next line is a SASL response and no command. */
    record Exchange(Authorization before) implements State {}

    /** TRANSACTION: the maildrop is locked and open. */
    record Transaction(Maildrop maildrop, Deletions deletions) implements State {
        Transaction marking(int number) {
            return new Transaction(maildrop, deletions.with(number));
        }

        Transaction unmarked() {
            return new Transaction(maildrop, Deletions.NONE);
        }

        /** The numbers of the messages that are not marked as deleted. */
        IntStream numbers() {
            return IntStream.rangeClosed(1, maildrop.size()).filter(number -> !deletions.contains(number));
        }

        long count() {
            return numbers().count();
        }

        long octets() {
            return numbers().mapToLong(maildrop::size).sum();
        }
    }

    /** UPDATE: what was marked is being removed, come what may of the connection. */
    record Update() implements State {}

    /** The connection ends; no line is read any more. */
    record Closed() implements State {}

    /** What USER said. */
    sealed interface Claim {
        /** Nothing yet. */
        record None() implements Claim {}

        /** This name. */
        record Name(String name) implements Claim {}
    }
}
