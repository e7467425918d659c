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
 * One mail transaction from the client's side, without a socket: which commands to send, what each answer means for each
 * recipient, and in which state the connection is left. Fed with answers in the order in which they come.
 *
 * <p>With PIPELINING all commands go out at once, and their answers are read whatever the first ones say (RFC 2920 section
 * 3.1); without it a refused MAIL ends the transaction before any RCPT.
 *
 * <p>A message with 8-bit octets goes to a host without 8BITMIME as it is, as qmail sends it: hosts that would damage it
 * have died out, and rewriting it would break its signatures.
 */
final class Transaction {

    /** How commands go out. */
    enum Pace {
        ONE_BY_ONE,
        PIPELINED
    }

    /** What comes next. */
    sealed interface Step {

        /** Send this; its answer comes next. */
        record Send(List<Command> commands) implements Step {}

        /** Another answer comes. */
        record Await() implements Step {}

        /** Send the content and the final dot; the answer comes next. */
        record SendContent() implements Step {}

        /** Nobody is left to receive the message, but the host waits for it: send the final dot alone. */
        record SendDot() implements Step {}

        /** The fates are known. */
        record Done(Aftermath aftermath) implements Step {}
    }

    /** In which state the connection is left. */
    enum Aftermath {
        /** Ready for another transaction. */
        READY,
        /** Ready after RSET. */
        RESET,
        /** Of no use. */
        CLOSE
    }

    private enum Phase {
        MAIL,
        RCPT,
        DATA,
        CONTENT,
        DOT
    }

    private final Outgoing mail;
    private final Capabilities host;
    private final Pace pace;
    private final @Nullable Fate[] fates;
    /** Indices of recipients that are named to the host. */
    private final List<Integer> named = new ArrayList<>();

    private final List<Integer> accepted = new ArrayList<>();
    private Phase phase = Phase.MAIL;
    private boolean mailRefused;
    private int answered;

    Transaction(Outgoing mail, Capabilities host) {
        this.mail = mail;
        this.host = host;
        this.pace = host.has("PIPELINING") ? Pace.PIPELINED : Pace.ONE_BY_ONE;
        this.fates = new Fate[mail.to().size()];
    }

    /** Begins. */
    Step begin() {
        if (host.maxOctets().orElse(Long.MAX_VALUE) < mail.size()) {
            return refuseAll(
                    "5.3.4",
                    "The message is larger than the " + host.maxOctets().getAsLong() + " octets that the host takes");
        }
        if (needsUtf8() && !host.has("SMTPUTF8")) {
            return refuseAll("5.6.7", "The message needs SMTPUTF8, which the host does not support");
        }
        for (int i = 0; i < fates.length; i++) {
            if (mail.to().get(i).needsUtf8() && !host.has("SMTPUTF8")) {
                fates[i] = new Fate.NotTaken(Failure.observed(
                        Reach.RECIPIENT, "5.6.7", "The address needs SMTPUTF8, which the host does not support"));
            } else {
                named.add(i);
            }
        }
        return named.isEmpty() ? done(Aftermath.READY) : new Step.Send(firstCommands());
    }

    /** Takes the next answer. */
    Step on(Said said) {
        return switch (said) {
            case Said.Broken(String text) -> broken(text);
            case Said.Answer(Reply reply) -> on(reply);
        };
    }

    /** The content could not be read to its end, so the host did not get it. */
    Step onUnreadableContent() {
        failAll(Failure.observed(Reach.MESSAGE, "4.3.0", "The message could not be read from the store"));
        return done(Aftermath.CLOSE);
    }

    /** An answer came before the content was sent to its end; a success among them is none. */
    void onEarlyAnswer(Said said) {
        if (said instanceof Said.Answer(Reply reply) && reply.severity() == Severity.SUCCESS) {
            broken("the host answered before the end of the message: " + reply.code() + " " + reply.text());
        } else {
            on(said);
        }
    }

    /** One fate per recipient, in their order, when it is done. */
    List<Fate> fates() {
        List<Fate> all = new ArrayList<>(fates.length);
        for (Fate fate : fates) {
            if (fate == null) {
                throw new IllegalStateException("the transaction is not done");
            }
            all.add(fate);
        }
        return all;
    }

    private Step on(Reply reply) {
        // RFC 5321 section 3.8: the host is about to close the connection, whatever was asked.
        if (reply.code() == 421) {
            failAll(Failure.replied(Reach.HOST, reply));
            return done(Aftermath.CLOSE);
        }
        boolean goOn = reply.severity() == Severity.INTERMEDIATE;
        if (goOn && phase != Phase.DATA) {
            return broken("an answer out of place: " + reply.code() + " " + reply.text());
        }
        return switch (phase) {
            case MAIL -> onMail(reply);
            case RCPT -> onRcpt(reply);
            case DATA -> goOn ? onGoAhead() : onRefusedData(reply);
            case CONTENT -> onContent(reply);
            case DOT -> done(Aftermath.READY);
        };
    }

    private Step onMail(Reply reply) {
        phase = Phase.RCPT;
        if (reply.severity() != Severity.SUCCESS) {
            mailRefused = true;
            failAll(Failure.replied(Reach.MESSAGE, reply));
            if (pace == Pace.ONE_BY_ONE) {
                return done(Aftermath.READY);
            }
        }
        return nextOr(this::rcpt);
    }

    private Step onRcpt(Reply reply) {
        int recipient = named.get(answered++);
        if (!mailRefused && reply.severity() == Severity.SUCCESS) {
            accepted.add(recipient);
        } else if (!mailRefused) {
            fates[recipient] = new Fate.NotTaken(recipientFailure(reply));
        }
        if (answered < named.size()) {
            return nextOr(this::rcpt);
        }
        if (accepted.isEmpty() && pace == Pace.ONE_BY_ONE) {
            return done(Aftermath.RESET);
        }
        phase = Phase.DATA;
        return nextOr(n -> new Command.Data());
    }

    // RFC 5321 section 4.5.3.1.10: 552 to RCPT means "too many", not "never".
    private static Failure recipientFailure(Reply reply) {
        return reply.code() == 552
                ? Failure.transientReply(Reach.RECIPIENT, reply)
                : Failure.replied(Reach.RECIPIENT, reply);
    }

    private Step onGoAhead() {
        phase = accepted.isEmpty() ? Phase.DOT : Phase.CONTENT;
        return accepted.isEmpty() ? new Step.SendDot() : new Step.SendContent();
    }

    private Step onRefusedData(Reply reply) {
        if (reply.severity() == Severity.SUCCESS) {
            return broken("an answer out of place: " + reply.code() + " " + reply.text());
        }
        failAll(Failure.replied(Reach.MESSAGE, reply));
        return done(mailRefused ? Aftermath.READY : Aftermath.RESET);
    }

    private Step onContent(Reply reply) {
        boolean taken = reply.severity() == Severity.SUCCESS;
        for (int recipient : accepted) {
            fates[recipient] = taken ? new Fate.Taken(reply) : new Fate.NotTaken(Failure.replied(Reach.MESSAGE, reply));
        }
        return done(Aftermath.READY);
    }

    /**
     * Without an answer to a command nothing is known of the host's health but that it is bad; a connection that ends
     * while the message is said, or after it, may be the message's own fault. Both are transient: the host may even have
     * taken it, and then it will come twice.
     */
    private Step broken(String text) {
        switch (phase) {
            case MAIL, RCPT, DATA, DOT -> failAll(Failure.observed(Reach.HOST, "4.4.2", text));
            case CONTENT -> failAll(Failure.observed(Reach.MESSAGE, "4.4.2", text));
        }
        return done(Aftermath.CLOSE);
    }

    private Step refuseAll(String status, String text) {
        failAll(Failure.observed(Reach.MESSAGE, status, text));
        return done(Aftermath.READY);
    }

    private void failAll(Failure failure) {
        for (int i = 0; i < fates.length; i++) {
            if (fates[i] == null) {
                fates[i] = new Fate.NotTaken(failure);
            }
        }
    }

    private static Step done(Aftermath aftermath) {
        return new Step.Done(aftermath);
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
