package dev.posthaste.smtp.server;

import dev.posthaste.account.AccountDirectory.Ownership;
import dev.posthaste.account.AccountRef;
import dev.posthaste.account.Destination;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.address.ReversePath;
import dev.posthaste.intake.Deferral;
import dev.posthaste.intake.DeliverResult;
import dev.posthaste.intake.Intake.Admittance;
import dev.posthaste.intake.Origin;
import dev.posthaste.intake.Recipient;
import dev.posthaste.intake.Refusal;
import dev.posthaste.intake.SubmitResult;
import dev.posthaste.listener.Channel;
import dev.posthaste.smtp.wire.ClientName;
import dev.posthaste.smtp.wire.Command;
import dev.posthaste.smtp.wire.CommandParser;
import dev.posthaste.smtp.wire.Encoding;
import dev.posthaste.smtp.wire.ForwardPath;
import dev.posthaste.smtp.wire.Grammar;
import dev.posthaste.smtp.wire.LineReader;
import dev.posthaste.smtp.wire.Reply;
import dev.posthaste.smtp.wire.SaslResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * All decisions of a session: from a state and what was said, or found out, to replies and a state. It touches nothing:
 * whoever calls it sends the replies in order and does what a {@link State.Busy} state waits for.
 */
final class Session {

    /** Whether the client has sent more than the command at hand. */
    enum Following {
        /** It waits for the reply. */
        NOTHING,
        /** It does not. */
        MORE
    }

    /** A pause of a second becomes one of four minutes: whoever waits so long guesses nothing. */
    private static final int MAX_DOUBLINGS = 8;

    private final Service service;
    private final SmtpSettings settings;
    private final Greeting greeting;
    private final Extensions extensions;

    /** The rules of one port. */
    Session(Service service, SmtpSettings settings, StartTls startTls) {
        this(service, settings, startTls, Extensions.ALL);
    }

    /** The same, with other extensions. */
    Session(Service service, SmtpSettings settings, StartTls startTls, Extensions extensions) {
        this.service = service;
        this.settings = settings;
        this.greeting = new Greeting(service, settings, startTls, extensions);
        this.extensions = extensions;
    }

    /** What extensions add to the grammar of commands. */
    Grammar grammar() {
        return extensions.grammar();
    }

    /** Whom its port serves. */
    Service service() {
        return service;
    }

    /** The greeting is due. */
    Step opened(State.Silent state) {
        if (service.isLmtp() && !settings.relays().contains(state.link().peer())) {
            return Step.end(state.link(), Replies.NOT_A_RELAY);
        }
        return Step.to(new State.Connected(state.link()), greeting.banner());
    }

    /** The client spoke before it was greeted, as no mail server does (RFC 5321 section 3.1). */
    Step spokeEarly(State.Silent state) {
        return Step.end(state.link(), Replies.TOO_EARLY);
    }

    /** The client said nothing for too long. */
    Step fellSilent(State state) {
        return Step.end(state.link(), Replies.SILENCE);
    }

    /** The message comes too slowly to be waited for. */
    Step tooSlow(State.Receiving state) {
        return Step.end(state.link(), Replies.TOO_SLOW);
    }

    /** The server stops: 421 at any time (RFC 5321 section 3.8). */
    Step stopping(State state) {
        return Step.end(state.link(), Replies.STOPPING);
    }

    /** The client sent a line, and perhaps more. */
    Step said(State.Commanding state, CommandParser.Parsed parsed, Following following) {
        return switch (parsed) {
            case CommandParser.Parsed.Http() -> Step.silently(new State.Ended(state.link()));
            case CommandParser.Parsed.Malformed(Reply reply) -> error(state, reply);
            case CommandParser.Parsed.Complete(Command command, var quirks) -> command(state, command, following);
        };
    }

    /** The client sent what is no line. */
    Step garbled(State.Listening state, LineReader.Found found) {
        return switch (found) {
            case TOO_LONG -> error(withoutExchange(state), Replies.LINE_TOO_LONG);
            case ENDLESS -> Step.end(state.link(), Replies.LINE_TOO_LONG);
            case BARE_LINE_BREAK -> Step.end(state.link(), Replies.BARE_IN_COMMAND);
            case LINE, INCOMPLETE -> throw new IllegalArgumentException(found + " is not garbled");
        };
    }

    private Step command(State.Commanding state, Command command, Following following) {
        return switch (command) {
            case Command.Ehlo(ClientName client) -> hello(state, client, Client.Hello.EHLO);
            case Command.Helo(ClientName client) -> hello(state, client, Client.Hello.HELO);
            case Command.Lhlo(ClientName client) -> hello(state, client, Client.Hello.LHLO);
            case Command.Mail mail -> mail(state, mail);
            case Command.Rcpt rcpt -> rcpt(state, rcpt);
            case Command.Data() -> data(state);
            case Command.Rset() -> idle(withoutEnvelope(state), Replies.OK);
            case Command.Noop() -> idle(state, Replies.OK);
            case Command.Quit() -> Step.end(state.link(), Replies.BYE);
            case Command.Vrfy vrfy -> idle(state, Replies.CANNOT_VERIFY);
            case Command.Expn expn -> error(state, Replies.NO_EXPN);
            case Command.Help() -> idle(state, Replies.HELP);
            case Command.StartTls() -> startTls(state, following);
            case Command.Auth auth -> auth(state, auth);
            case Command.Extended(String verb, String argument) ->
                extensions.verb(verb).on(state, argument);
        };
    }

    // A second greeting ends a message that has been begun (RFC 5321 section 4.1.4), and not who the client is. Nobody
    // is
    // to take SMTP for LMTP or LMTP for SMTP (RFC 2033 section 4.1).
    private Step hello(State.Commanding state, ClientName name, Client.Hello hello) {
        if (service.isLmtp() != (hello == Client.Hello.LHLO)) {
            return error(state, service.isLmtp() ? Replies.LMTP_ONLY : Replies.SMTP_ONLY);
        }
        Client client = new Client(state.link(), name, hello, identity(state));
        return idle(
                new State.Greeted(client),
                switch (hello) {
                    case HELO -> greeting.helo();
                    case EHLO, LHLO -> greeting.extensions(state.link());
                });
    }

    private Reply helloFirst() {
        return service.isLmtp() ? Replies.LHLO_FIRST : Replies.HELLO_FIRST;
    }

    private static Client.Identity identity(State.Commanding state) {
        return switch (state) {
            case State.Connected connected -> new Client.Identity.Stranger();
            case State.Greeted(Client client) -> client.identity();
            case State.Envelope(Client client, Command.Mail mail, List<Recipient> to) -> client.identity();
        };
    }

    private Step mail(State.Commanding state, Command.Mail mail) {
        return switch (state) {
            case State.Connected connected -> error(state, helloFirst());
            case State.Envelope envelope -> error(state, Replies.NESTED_MAIL);
            case State.Greeted(Client client) -> mail(client, mail);
        };
    }

    private Step mail(Client client, Command.Mail mail) {
        State.Greeted greeted = new State.Greeted(client);
        if (service.isForUsers() && client.identity() instanceof Client.Identity.Stranger) {
            return error(greeted, Replies.LOGIN_FIRST);
        }
        if (mail.parameters().declaredOctets() > settings.maxMessageOctets()) {
            return idle(greeted, Replies.TOO_LARGE);
        }
        // The empty path is for notices, such as that of a message read, and everyone may send them (JAMES-4162).
        if (client.identity() instanceof Client.Identity.User(AccountRef account)
                && mail.from() instanceof ReversePath.Sender(EmailAddress sender)) {
            return Step.silently(new State.LookingUpSender(client, account, sender, mail));
        }
        return Step.to(new State.Envelope(client, mail, List.of()), Replies.SENDER_OK);
    }

    /** It is known whether the user owns the sender's address. */
    Step sender(State.LookingUpSender asked, Ownership answer) {
        return switch (answer) {
            case OWNED -> Step.to(new State.Envelope(asked.client(), asked.mail(), List.of()), Replies.SENDER_OK);
            case NOT_OWNED -> error(new State.Greeted(asked.client()), Replies.NOT_YOURS);
        };
    }

    private Step rcpt(State.Commanding state, Command.Rcpt rcpt) {
        if (!(state instanceof State.Envelope envelope)) {
            return error(state, Replies.MAIL_FIRST);
        }
        if (rcpt.written() == Encoding.UTF8 && envelope.mail().parameters().encoding() == Encoding.ASCII) {
            return error(state, Replies.NEEDS_UTF8);
        }
        if (envelope.to().size() >= settings.limits().recipients()) {
            return deferredRecipient(envelope, Replies.TOO_MANY_RECIPIENTS);
        }
        EmailAddress recipient =
                switch (rcpt.to()) {
                    case ForwardPath.Postmaster() -> settings.postmaster();
                    case ForwardPath.Recipient(EmailAddress address) -> address;
                };
        return Step.silently(new State.LookingUpRecipient(envelope, recipient));
    }

    /** It is known where the address leads. */
    Step recipient(State.LookingUpRecipient asked, Destination answer) {
        return switch (answer) {
            case Destination.Local local -> admit(asked, answer);
            case Destination.Full full -> admit(asked, answer);
            case Destination.Unknown() -> refusedRecipient(asked.envelope(), Replies.UNKNOWN_RECIPIENT);
            case Destination.Elsewhere() ->
                service.isForUsers() ? admit(asked, answer) : refusedRecipient(asked.envelope(), Replies.NO_RELAY);
        };
    }

    private static Step admit(State.LookingUpRecipient asked, Destination destination) {
        Recipient recipient = new Recipient(asked.recipient(), Recipient.Role.ENVELOPE, destination);
        return Step.silently(new State.AdmittingRecipient(asked.envelope(), recipient));
    }

    /** The stages of the envelope have decided. */
    Step admitted(State.AdmittingRecipient asked, Admittance answer) {
        return switch (answer) {
            case Admittance.Admitted() -> accepted(asked.envelope(), asked.recipient());
            case Admittance.Deferred(Deferral deferral) -> deferredRecipient(asked.envelope(), Replies.of(deferral));
            case Admittance.Refused(Refusal refusal) -> refusedRecipient(asked.envelope(), Replies.of(refusal));
        };
    }

    /** The stages of the connection do not take it. */
    Step turnedAway(State.Silent state, Reply reply) {
        return Step.end(state.link(), reply);
    }

    private Step accepted(State.Envelope envelope, Recipient recipient) {
        // By LMTP each RCPT that was accepted gets a reply, also one that names somebody again (RFC 2033 section 4.2).
        if (!service.isLmtp() && envelope.to().contains(recipient)) {
            return idle(envelope, Replies.RECIPIENT_OK);
        }
        List<Recipient> to = new ArrayList<>(envelope.to());
        to.add(recipient);
        return Step.to(new State.Envelope(envelope.client(), envelope.mail(), to), Replies.RECIPIENT_OK);
    }

    private Step refusedRecipient(State.Envelope envelope, Reply reply) {
        if (service.isLmtp()) {
            // Its recipients are those that others have sent to.
            return Step.to(envelope, reply);
        }
        Tally tally = envelope.link().tally().withRefusedRecipient();
        if (tally.refusedRecipients() >= settings.limits().refusedRecipients()) {
            return Step.end(envelope.link().with(tally), Replies.TOO_MANY_ERRORS);
        }
        return Step.to(with(envelope, tally), reply);
    }

    // Who has more recipients than a message may have goes on after the last (RFC 5321 section 4.5.3.1.10): as many
    // again may come before it is an error, as with Postfix's smtpd_recipient_overshoot_limit.
    private Step deferredRecipient(State.Envelope envelope, Reply reply) {
        Tally tally = envelope.link().tally().withDeferredRecipient();
        State.Listening counted = with(envelope, tally);
        return tally.deferredRecipients() > settings.limits().recipients()
                ? error(counted, reply)
                : Step.to(counted, reply);
    }

    private Step data(State.Commanding state) {
        if (!(state instanceof State.Envelope envelope)) {
            return error(state, Replies.MAIL_FIRST);
        }
        if (envelope.to().isEmpty()) {
            return error(state, service.isLmtp() ? Replies.NO_RECIPIENTS_BY_LMTP : Replies.NO_RECIPIENTS);
        }
        return Step.to(new State.Receiving(envelope), Replies.GO_AHEAD);
    }

    /** The data has ended, one way or another. Whatever became of it, its envelope is used up (Postfix HISTORY 20260803). */
    Step received(State.Receiving asked, Content content) {
        State.Envelope envelope = asked.envelope();
        return service.isLmtp() ? receivedForEach(envelope, content) : receivedForAll(envelope.client(), content);
    }

    private Step receivedForAll(Client client, Content content) {
        return switch (content) {
            case Content.Submitted(SubmitResult result) -> judged(client, Replies.of(result));
            case Content.Delivered(DeliverResult result) -> judged(client, Replies.of(result));
            case Content.Unavailable() -> judged(client, Replies.STORE_UNAVAILABLE);
            case Content.BareLineBreaks() -> error(new State.Greeted(client), Replies.BARE_LINE_BREAKS);
            case Content.Endless() -> Step.end(client.link(), Replies.TOO_LARGE);
        };
    }

    // A reply for each RCPT that was accepted, in their order (RFC 2033 section 4.2). What others have sent is not held
    // against the relay.
    private static Step receivedForEach(State.Envelope envelope, Content content) {
        Client client = envelope.client();
        int recipients = envelope.to().size();
        return switch (content) {
            case Content.Delivered(DeliverResult result) ->
                new Step(
                        new State.Greeted(client.with(client.link().tally().afterMessage())),
                        IntStream.range(0, recipients)
                                .mapToObj(recipient -> Replies.of(result, recipient))
                                .toList());
            case Content.Submitted submitted ->
                throw new IllegalStateException("nobody submits by LMTP: " + submitted.email());
            case Content.Unavailable() ->
                new Step(
                        new State.Greeted(client.with(client.link().tally().afterMessage())),
                        Collections.nCopies(recipients, Replies.STORE_UNAVAILABLE));
            case Content.BareLineBreaks() -> Step.to(new State.Greeted(client), Replies.BARE_LINE_BREAKS, recipients);
            case Content.Endless() -> Step.to(new State.Ended(client.link()), Replies.TOO_LARGE, recipients);
        };
    }

    private Step judged(Client client, Reply reply) {
        return switch (reply.severity()) {
            case SUCCESS ->
                Step.to(new State.Greeted(client.with(client.link().tally().afterMessage())), reply);
            case TRANSIENT -> Step.to(new State.Greeted(client), reply);
            case PERMANENT -> error(new State.Greeted(client), reply);
            case INTERMEDIATE -> throw new IllegalStateException("no last word: " + reply);
        };
    }

    private Step startTls(State.Commanding state, Following following) {
        if (state.link().channel() == Channel.TLS) {
            return error(state, Replies.TLS_ALREADY);
        }
        if (!greeting.offersStartTls(state.link())) {
            return error(state, Replies.NO_TLS);
        }
        // What came with STARTTLS may be somebody else's, and would be taken for the client's (RFC 3207 section 6).
        return switch (following) {
            case MORE -> Step.end(state.link(), Replies.BEHIND_STARTTLS);
            case NOTHING -> Step.to(new State.StartingTls(state.link()), Replies.TLS_READY);
        };
    }

    /** The channel is encrypted now; all that was said before is forgotten (RFC 3207 section 4.2). */
    Step tlsStarted(State.StartingTls asked, Origin.Security security) {
        return Step.silently(new State.Connected(asked.link().secured(security)));
    }

    private Step auth(State.Commanding state, Command.Auth auth) {
        if (!service.isForUsers()) {
            return error(state, Replies.NO_LOGIN_HERE);
        }
        return switch (state) {
            case State.Connected connected -> error(state, Replies.HELLO_FIRST);
            case State.Envelope envelope -> error(state, Replies.LOGIN_WITHIN_MAIL);
            case State.Greeted(Client client) -> auth(client, auth);
        };
    }

    private Step auth(Client client, Command.Auth auth) {
        State.Greeted greeted = new State.Greeted(client);
        if (client.identity() instanceof Client.Identity.User) {
            return error(greeted, Replies.LOGIN_AGAIN);
        }
        if (!client.link().channel().permitsPasswords()) {
            return error(greeted, Replies.LOGIN_NEEDS_TLS);
        }
        Optional<Exchange> exchange = Exchange.of(auth.mechanism());
        if (exchange.isEmpty()) {
            return error(greeted, Replies.UNKNOWN_MECHANISM);
        }
        return switch (auth.initial()) {
            case SaslResponse.None() ->
                Step.to(
                        new State.Authenticating(client, exchange.get()),
                        exchange.get().challenge());
            case SaslResponse.Octets octets -> exchanged(client, exchange.get().on(octets));
            case SaslResponse.Cancelled() -> error(greeted, Replies.LOGIN_CANCELLED);
        };
    }

    /** The client sent a line within AUTH; empty if it was no base 64. */
    Step answered(State.Authenticating state, Optional<SaslResponse> response) {
        Client client = state.client();
        Function<SaslResponse, Step> next = given -> switch (given) {
            case SaslResponse.Octets octets ->
                exchanged(client, state.exchange().on(octets));
            case SaslResponse.Cancelled() -> error(new State.Greeted(client), Replies.LOGIN_CANCELLED);
            case SaslResponse.None() -> error(new State.Greeted(client), Replies.LOGIN_MALFORMED);
        };
        return response.map(next).orElseGet(() -> error(new State.Greeted(client), Replies.LOGIN_MALFORMED));
    }

    private Step exchanged(Client client, Exchange.Next next) {
        return switch (next) {
            case Exchange.Next.Ask(Exchange exchange, Reply challenge) ->
                Step.to(new State.Authenticating(client, exchange), challenge);
            case Exchange.Next.Credentials(String user, var password) ->
                Step.silently(new State.CheckingPassword(client, user, password));
            case Exchange.Next.ForAnother() -> refusedLogin(client);
            case Exchange.Next.Malformed() -> error(new State.Greeted(client), Replies.LOGIN_MALFORMED);
        };
    }

    /** It is known whose password it was. */
    Step login(State.CheckingPassword asked, LoginAnswer answer) {
        return switch (answer) {
            case LoginAnswer.Granted(AccountRef account) ->
                Step.to(new State.Greeted(asked.client().as(account)), Replies.LOGIN_OK);
            case LoginAnswer.Refused() -> refusedLogin(asked.client());
            case LoginAnswer.Unavailable() -> idle(new State.Greeted(asked.client()), Replies.LOGIN_UNAVAILABLE);
        };
    }

    private Step refusedLogin(Client client) {
        Tally tally = client.link().tally().withRefusedLogin();
        int doublings = Math.min(tally.refusedLogins() - 1, MAX_DOUBLINGS);
        Duration pause = settings.limits().loginPenalty().multipliedBy(1L << doublings);
        return Step.silently(new State.Penalised(client.with(tally), pause, Replies.LOGIN_REFUSED));
    }

    /** The pause is over. */
    Step penaltyOver(State.Penalised asked) {
        if (asked.link().tally().refusedLogins() >= settings.limits().refusedLogins()) {
            return Step.end(asked.link(), asked.refusal());
        }
        return Step.to(new State.Greeted(asked.client()), asked.refusal());
    }

    /** Somebody who was asked did not answer: the client is to come back, and never told more. */
    Step unavailable(State.Busy asked) {
        return switch (asked) {
            case State.CheckingPassword checking -> login(checking, new LoginAnswer.Unavailable());
            case State.LookingUpSender looking -> idle(new State.Greeted(looking.client()), Replies.STORE_UNAVAILABLE);
            case State.LookingUpRecipient looking -> deferredRecipient(looking.envelope(), Replies.STORE_UNAVAILABLE);
            case State.AdmittingRecipient admitting ->
                deferredRecipient(admitting.envelope(), Replies.STORE_UNAVAILABLE);
            case State.Receiving receiving -> received(receiving, new Content.Unavailable());
            case State.StartingTls starting -> Step.silently(new State.Ended(starting.link()));
            case State.Penalised penalised -> penaltyOver(penalised);
        };
    }

    // What is right, and brings no message nearer, costs a reply all the same: some of it is usual, and no more.
    private Step idle(State.Listening state, Reply reply) {
        Tally tally = state.link().tally().withIdleCommand();
        if (tally.idleCommands() > settings.limits().idleCommands()) {
            return Step.end(state.link().with(tally), Replies.TOO_IDLE);
        }
        return Step.to(with(state, tally), reply);
    }

    private Step error(State.Listening state, Reply reply) {
        Tally tally = state.link().tally().withError();
        if (tally.errors() >= settings.limits().errors()) {
            return Step.end(state.link().with(tally), Replies.TOO_MANY_ERRORS);
        }
        return Step.to(with(state, tally), reply);
    }

    private static State.Listening with(State.Listening state, Tally tally) {
        return switch (state) {
            case State.Connected(Link link) -> new State.Connected(link.with(tally));
            case State.Greeted(Client client) -> new State.Greeted(client.with(tally));
            case State.Authenticating(Client client, Exchange exchange) ->
                new State.Authenticating(client.with(tally), exchange);
            case State.Envelope(Client client, Command.Mail mail, List<Recipient> to) ->
                new State.Envelope(client.with(tally), mail, to);
        };
    }

    private static State.Listening withoutExchange(State.Listening state) {
        return state instanceof State.Authenticating(Client client, Exchange exchange)
                ? new State.Greeted(client)
                : state;
    }

    private static State.Commanding withoutEnvelope(State.Commanding state) {
        return state instanceof State.Envelope(Client client, Command.Mail mail, List<Recipient> to)
                ? new State.Greeted(client)
                : state;
    }
}
