package dev.posthaste.smtp.client;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.address.ReversePath;
import dev.posthaste.smtp.wire.BodyType;
import dev.posthaste.smtp.wire.Capabilities;
import dev.posthaste.smtp.wire.Command;
import dev.posthaste.smtp.wire.Encoding;
import dev.posthaste.smtp.wire.MailParameters;
import dev.posthaste.smtp.wire.Reply;
import dev.posthaste.smtp.wire.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The client side of one mail transaction, without a socket: which commands to send, what each reply means for each
 * recipient, and in which state the connection is left. Takes the replies in the order in which they arrive.
 *
 * <p>With PIPELINING all commands are sent together, and all their replies are read whatever the first ones are (RFC
 * 2920 section 3.1); without it a refused MAIL ends the transaction before any RCPT.
 *
 * <p>A message with 8-bit octets is sent unchanged to a host without 8BITMIME, as qmail does: hosts that would damage
 * it are extinct, and rewriting it would break its signatures.
 */
final class Transaction {

    /** How commands are sent. */
    enum Pace {
        ONE_BY_ONE,
        PIPELINED
    }

    /** The next step. */
    sealed interface Step {

        /** Send these commands, then wait for a reply. */
        record Send(List<Command> commands) implements Step {}

        /** Wait for another reply. */
        record Await() implements Step {}

        /** Send the content and the final dot, then wait for the reply. */
        record SendContent() implements Step {}

        /** No recipient is left, but the host expects a message: send only the final dot. */
        record SendDot() implements Step {}

        /** The result of every recipient is known. */
        record Done(ConnectionState state) implements Step {}
    }

    /** The state in which the connection is left. */
    enum ConnectionState {
        /** Ready for another transaction. */
        READY,
        /** Ready after RSET. */
        RESET,
        /** Unusable. */
        CLOSE
    }

    private enum Phase {
        MAIL,
        RCPT,
        DATA,
        CONTENT,
        DOT
    }

    private final OutgoingMessage mail;
    private final Capabilities host;
    private final Pace pace;
    private final @Nullable RecipientResult[] results;
    /** Indices of the recipients for which RCPT is sent. */
    private final List<Integer> named = new ArrayList<>();

    private final List<Integer> accepted = new ArrayList<>();
    private Phase phase = Phase.MAIL;
    private boolean mailRefused;
    private int answered;

    Transaction(OutgoingMessage mail, Capabilities host) {
        this.mail = mail;
        this.host = host;
        this.pace = host.has("PIPELINING") ? Pace.PIPELINED : Pace.ONE_BY_ONE;
        this.results = new RecipientResult[mail.to().size()];
    }

    /** Returns the first step. */
    Step begin() {
        if (host.maxOctets().orElse(Long.MAX_VALUE) < mail.size()) {
            return refuseAll(
                    "5.3.4",
                    "The message is larger than the " + host.maxOctets().getAsLong() + " octets that the host takes");
        }
        if (needsUtf8() && !host.has("SMTPUTF8")) {
            return refuseAll("5.6.7", "The message needs SMTPUTF8, which the host does not support");
        }
        for (int i = 0; i < results.length; i++) {
            if (mail.to().get(i).needsUtf8() && !host.has("SMTPUTF8")) {
                results[i] = new RecipientResult.NotAccepted(Failure.observed(
                        FailureScope.RECIPIENT,
                        "5.6.7",
                        "The address needs SMTPUTF8, which the host does not support"));
            } else {
                named.add(i);
            }
        }
        return named.isEmpty() ? done(ConnectionState.READY) : new Step.Send(firstCommands());
    }

    /** Processes the next reply. */
    Step on(ReplyResult result) {
        return switch (result) {
            case ReplyResult.Broken(String text) -> broken(text);
            case ReplyResult.Received(Reply reply) -> on(reply);
        };
    }

    /** Handles a failure of the content, of which the host then has no complete message. */
    Step onUnreadableContent() {
        failAll(Failure.observed(FailureScope.MESSAGE, "4.3.0", "The message could not be read from the store"));
        return done(ConnectionState.CLOSE);
    }

    /** Handles a reply that came before the end of the content; even a positive one does not count. */
    void onEarlyAnswer(ReplyResult result) {
        if (result instanceof ReplyResult.Received(Reply reply) && reply.severity() == Severity.SUCCESS) {
            broken("the host answered before the end of the message: " + reply.code() + " " + reply.text());
        } else {
            on(result);
        }
    }

    /**
     * One result per recipient, in order.
     *
     * @throws IllegalStateException before {@link Step.Done}
     */
    List<RecipientResult> results() {
        List<RecipientResult> all = new ArrayList<>(results.length);
        for (RecipientResult result : results) {
            if (result == null) {
                throw new IllegalStateException("the transaction is not done");
            }
            all.add(result);
        }
        return all;
    }

    private Step on(Reply reply) {
        // RFC 5321 section 3.8: the host closes the connection, whatever the command was.
        if (reply.code() == 421) {
            failAll(Failure.replied(FailureScope.HOST, reply));
            return done(ConnectionState.CLOSE);
        }
        boolean goOn = reply.severity() == Severity.INTERMEDIATE;
        if (goOn && phase != Phase.DATA) {
            return broken("an unexpected reply: " + reply.code() + " " + reply.text());
        }
        return switch (phase) {
            case MAIL -> onMail(reply);
            case RCPT -> onRcpt(reply);
            case DATA -> goOn ? onGoAhead() : onRefusedData(reply);
            case CONTENT -> onContent(reply);
            case DOT -> done(ConnectionState.READY);
        };
    }

    private Step onMail(Reply reply) {
        phase = Phase.RCPT;
        if (reply.severity() != Severity.SUCCESS) {
            mailRefused = true;
            failAll(Failure.replied(FailureScope.MESSAGE, reply));
            if (pace == Pace.ONE_BY_ONE) {
                return done(ConnectionState.READY);
            }
        }
        return nextOr(this::rcpt);
    }

    private Step onRcpt(Reply reply) {
        int recipient = named.get(answered++);
        if (!mailRefused && reply.severity() == Severity.SUCCESS) {
            accepted.add(recipient);
        } else if (!mailRefused) {
            results[recipient] = new RecipientResult.NotAccepted(recipientFailure(reply));
        }
        if (answered < named.size()) {
            return nextOr(this::rcpt);
        }
        if (accepted.isEmpty() && pace == Pace.ONE_BY_ONE) {
            return done(ConnectionState.RESET);
        }
        phase = Phase.DATA;
        return nextOr(n -> new Command.Data());
    }

    // RFC 5321 section 4.5.3.1.10: 552 to RCPT means too many recipients, which is temporary.
    private static Failure recipientFailure(Reply reply) {
        return reply.code() == 552
                ? Failure.transientReply(FailureScope.RECIPIENT, reply)
                : Failure.replied(FailureScope.RECIPIENT, reply);
    }

    private Step onGoAhead() {
        phase = accepted.isEmpty() ? Phase.DOT : Phase.CONTENT;
        return accepted.isEmpty() ? new Step.SendDot() : new Step.SendContent();
    }

    private Step onRefusedData(Reply reply) {
        if (reply.severity() == Severity.SUCCESS) {
            return broken("an unexpected reply: " + reply.code() + " " + reply.text());
        }
        failAll(Failure.replied(FailureScope.MESSAGE, reply));
        return done(mailRefused ? ConnectionState.READY : ConnectionState.RESET);
    }

    private Step onContent(Reply reply) {
        boolean success = reply.severity() == Severity.SUCCESS;
        for (int recipient : accepted) {
            results[recipient] = success
                    ? new RecipientResult.Accepted(reply)
                    : new RecipientResult.NotAccepted(Failure.replied(FailureScope.MESSAGE, reply));
        }
        return done(ConnectionState.READY);
    }

    /**
     * A missing reply to a command is a failure of the host; a connection that ends during or after the content may
     * fail because of the message. Both are transient. In the latter case the host may have accepted the message, which
     * then arrives twice.
     */
    private Step broken(String text) {
        switch (phase) {
            case MAIL, RCPT, DATA, DOT -> failAll(Failure.observed(FailureScope.HOST, "4.4.2", text));
            case CONTENT -> failAll(Failure.observed(FailureScope.MESSAGE, "4.4.2", text));
        }
        return done(ConnectionState.CLOSE);
    }

    private Step refuseAll(String status, String text) {
        failAll(Failure.observed(FailureScope.MESSAGE, status, text));
        return done(ConnectionState.READY);
    }

    private void failAll(Failure failure) {
        for (int i = 0; i < results.length; i++) {
            if (results[i] == null) {
                results[i] = new RecipientResult.NotAccepted(failure);
            }
        }
    }

    private static Step done(ConnectionState state) {
        return new Step.Done(state);
    }

    private Step nextOr(Function<Integer, Command> command) {
        return switch (pace) {
            case PIPELINED -> new Step.Await();
            case ONE_BY_ONE -> new Step.Send(List.of(command.apply(answered)));
        };
    }

    private List<Command> firstCommands() {
        List<Command> commands = new ArrayList<>();
        commands.add(new Command.Mail(mail.from(), parameters()));
        if (pace == Pace.PIPELINED) {
            for (int i = 0; i < named.size(); i++) {
                commands.add(rcpt(i));
            }
            commands.add(new Command.Data());
        }
        return commands;
    }

    private Command rcpt(int n) {
        EmailAddress address = mail.to().get(named.get(n));
        return Command.Rcpt.to(address);
    }

    private MailParameters parameters() {
        boolean utf8 =
                needsUtf8() || named.stream().anyMatch(i -> mail.to().get(i).needsUtf8());
        return new MailParameters(
                host.has("SIZE") ? mail.size() : 0,
                host.has("8BITMIME") ? BodyType.EIGHT_BIT_MIME : BodyType.SEVEN_BIT,
                utf8 ? Encoding.UTF8 : Encoding.ASCII,
                ReversePath.empty());
    }

    private boolean needsUtf8() {
        return mail.header() == Encoding.UTF8
                || mail.from().sender().map(EmailAddress::needsUtf8).orElse(false);
    }
}
