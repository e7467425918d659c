package dev.posthaste.smtp.server;

import dev.posthaste.intake.Deferral;
import dev.posthaste.intake.Intake.Admittance;
import dev.posthaste.intake.Refusal;
import dev.posthaste.listener.ConnectionHandler;
import dev.posthaste.listener.Progress;
import dev.posthaste.listener.Transport;
import dev.posthaste.login.LoginResult;
import dev.posthaste.login.Principal;
import dev.posthaste.login.Scope;
import dev.posthaste.smtp.wire.CommandParser;
import dev.posthaste.smtp.wire.LineReader;
import dev.posthaste.smtp.wire.Reply;
import dev.posthaste.smtp.wire.SaslResponse;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * One client: lets {@link Session} decide about each line, does what its states wait for, and writes replies. Commands are
 * taken strictly in order; the replies to a pipelined batch leave together (RFC 2920 section 3.2).
 */
final class Conversation implements ConnectionHandler {

    private static final Logger LOG = Logger.getLogger(Conversation.class);
    private static final byte[] NOTHING = {};

    /** The connection's timer and the clock of the limits do not tick alike. */
    private static final long TIMER_TOLERANCE_MILLIS = 50;

    private final Session session;
    private final SmtpSettings settings;
    private final SmtpDependencies dependencies;
    private final Meters meters;
    private final InstantSource clock;
    private final Transport transport;

    private State state;
    private LineReader lines = new LineReader();
    private byte[] chunk = NOTHING;
    private int chunkEnd;
    private Transfer transfer = Transfer.NONE;

    Conversation(Port port, Link link, Transport transport) {
        this.session = port.session();
        this.settings = port.settings();
        this.dependencies = port.dependencies();
        this.meters = port.meters();
        this.clock = port.clock();
        this.transport = transport;
        this.state = new State.Silent(link);
    }

    /** Greets the client, at once or after the pause that shows who cannot wait. */
    @Override
    public Progress open() {
        return settings.limits().greetingPause().isZero() ? greet(new State.Silent(state.link())) : Progress.READ;
    }

    @Override
    public Progress read(ByteBuffer octets) {
        if (octets.hasRemaining()) {
            feed(octets);
        }
        return switch (state) {
            case State.Silent silent -> lines.hasUnread() ? take(session.spokeEarly(silent)) : Progress.READ;
            case State.Authenticating authenticating -> nextAnswer(authenticating);
            case State.Commanding commanding -> nextCommand(commanding);
            case State.Receiving receiving -> nextData(receiving);
            case State.Busy busy -> throw new IllegalStateException("octets are taken in " + name(busy));
            case State.Ended ended -> Progress.CLOSE;
        };
    }

    @Override
    public Duration idleLimit() {
        Limits limits = settings.limits();
        return switch (state) {
            case State.Silent silent -> limits.greetingPause();
            case State.Receiving receiving -> {
                Duration left = Duration.ofMillis(transfer.deadlineMillis(limits.data()) - clock.millis());
                yield left.compareTo(limits.silence()) < 0 ? left : limits.silence();
            }
            case State.Listening listening -> limits.silence();
            case State.Busy busy -> limits.silence();
            case State.Ended ended -> limits.silence();
        };
    }

    @Override
    public Progress timedOut() {
        return switch (state) {
            case State.Silent silent -> greet(silent);
            case State.Receiving receiving when isTooSlow() -> take(session.tooSlow(receiving));
            case State.Receiving receiving -> take(session.fellSilent(receiving));
            case State.Listening listening -> take(session.fellSilent(listening));
            case State.Busy busy -> take(session.fellSilent(busy));
            case State.Ended ended -> Progress.CLOSE;
        };
    }

    private boolean isTooSlow() {
        return clock.millis() + TIMER_TOLERANCE_MILLIS
                >= transfer.deadlineMillis(settings.limits().data());
    }

    /** A message that is being received is received to its end. */
    @Override
    public Progress stop() {
        return switch (state) {
            case State.Silent silent -> take(session.stopping(silent));
            case State.Listening listening -> take(session.stopping(listening));
            case State.Busy busy -> Progress.NEXT;
            case State.Ended ended -> Progress.CLOSE;
        };
    }

    @Override
    public Progress failed() {
        write(Replies.BROKEN);
        return Progress.CLOSE;
    }

    @Override
    public Uni<Void> closed() {
        Transfer left = transfer;
        transfer = Transfer.NONE;
        return left.abandon();
    }

    private Progress greet(State.Silent silent) {
        return new Progress.Await<>(
                dependencies.intake().admit(Transmission.origin(session.service(), silent.link())),
                answer -> greet(silent, answer),
                failure -> notAdmitted(silent, failure));
    }

    private Progress greet(State.Silent silent, Admittance answer) {
        return take(
                switch (answer) {
                    case Admittance.Admitted() -> spokeEarly() ? session.spokeEarly(silent) : session.opened(silent);
                    case Admittance.Deferred(Deferral deferral) -> session.turnedAway(silent, Replies.of(deferral));
                    case Admittance.Refused(Refusal refusal) -> session.turnedAway(silent, Replies.of(refusal));
                });
    }

    private boolean spokeEarly() {
        return !settings.limits().greetingPause().isZero() && transport.hasUnread();
    }

    private Progress notAdmitted(State.Silent silent, Throwable failure) {
        LOG.warnf(
                failure,
                "smtp %s: whether to greet was not answered",
                silent.link().peer());
        return take(session.turnedAway(silent, Replies.BROKEN));
    }

    private void feed(ByteBuffer octets) {
        int from = octets.arrayOffset() + octets.position();
        chunk = octets.array();
        chunkEnd = from + octets.remaining();
        lines.feed(chunk, from, chunkEnd);
        octets.position(octets.limit());
    }

    private Progress nextCommand(State.Commanding commanding) {
        LineReader.Found found = lines.next();
        return switch (found) {
            case LINE -> take(session.said(commanding, command(), following()));
            case TOO_LONG, BARE_LINE_BREAK, ENDLESS -> take(session.garbled(commanding, found));
            case INCOMPLETE -> Progress.READ;
        };
    }

    private CommandParser.Parsed command() {
        CommandParser.Parsed parsed =
                CommandParser.parse(lines.line(), lines.lineStart(), lines.lineEnd(), session.grammar());
        if (parsed instanceof CommandParser.Parsed.Complete complete) {
            complete.quirks().forEach(meters::quirk);
        }
        return parsed;
    }

    private Session.Following following() {
        return lines.hasUnread() || transport.hasUnread() ? Session.Following.MORE : Session.Following.NOTHING;
    }

    private Progress nextAnswer(State.Authenticating authenticating) {
        LineReader.Found found = lines.next();
        return switch (found) {
            case LINE ->
                take(session.answered(
                        authenticating, SaslResponse.parse(lines.line(), lines.lineStart(), lines.lineEnd())));
            case TOO_LONG, BARE_LINE_BREAK, ENDLESS -> take(session.garbled(authenticating, found));
            case INCOMPLETE -> Progress.READ;
        };
    }

    private Progress nextData(State.Receiving receiving) {
        if (lines.position() == chunkEnd) {
            return Progress.READ;
        }
        lines.skipTo(transfer.read(chunk, lines.position(), chunkEnd));
        return switch (transfer.progress()) {
            case MORE -> keep(receiving);
            case ENDED -> finish(receiving);
            case ENDLESS -> take(session.received(receiving, new Content.Endless()));
        };
    }

    private Progress keep(State.Receiving receiving) {
        return new Progress.Await<>(transfer.write(), written -> Progress.NEXT, failure -> lost(receiving, failure));
    }

    private Progress lost(State.Receiving receiving, Throwable failure) {
        LOG.errorf(
                failure,
                "smtp %s: intake did not take a chunk",
                receiving.link().peer());
        transfer.lose();
        return Progress.NEXT;
    }

    private Progress finish(State.Receiving receiving) {
        Uni<Content> content =
                transfer.write().chain(transfer::finish).onFailure().call(transfer::abandon);
        return await(receiving, content, answer -> received(receiving, answer));
    }

    private Step received(State.Receiving receiving, Content content) {
        Step step = session.received(receiving, content);
        record(receiving.envelope(), content, step);
        return step;
    }

    private void record(State.Envelope envelope, Content content, Step step) {
        step.replies().forEach(reply -> meters.message(reply.severity()));
        LOG.infof(
                "smtp message email=%s reply=%s peer=%s helo=%s from=%s recipients=%d octets=%d",
                content.email(),
                step.replies().stream()
                        .map(reply -> Integer.toString(reply.code()))
                        .collect(Collectors.joining(",")),
                envelope.link().peer(),
                envelope.client().name(),
                envelope.mail().from(),
                envelope.to().size(),
                transfer.octets());
    }

    private Progress take(Step step) {
        boolean same = step.state() == state;
        state = step.state();
        step.replies().forEach(this::write);
        return same ? Progress.NEXT : begin(step.state());
    }

    private void write(Reply reply) {
        transport.write(reply.octets());
    }

    private Progress begin(State next) {
        return switch (next) {
            case State.Listening listening -> Progress.NEXT;
            case State.Silent silent -> Progress.NEXT;
            case State.Ended ended -> Progress.CLOSE;
            case State.StartingTls starting -> startTls(starting);
            case State.Penalised penalised ->
                await(penalised, transport.pause(penalised.pause()), over -> session.penaltyOver(penalised));
            case State.CheckingPassword checking ->
                await(checking, checkPassword(checking), answer -> session.login(checking, answer));
            case State.LookingUpSender looking ->
                await(
                        looking,
                        dependencies.directory().ownership(looking.account().id(), looking.sender()),
                        answer -> session.sender(looking, answer));
            case State.LookingUpRecipient looking ->
                await(
                        looking,
                        dependencies.directory().resolve(looking.recipient()),
                        answer -> session.recipient(looking, answer));
            case State.AdmittingRecipient admitting ->
                await(
                        admitting,
                        dependencies
                                .intake()
                                .admit(
                                        Transmission.origin(admitting.envelope().client()),
                                        admitting.envelope().mail().from(),
                                        admitting.recipient()),
                        answer -> session.admitted(admitting, answer));
            case State.Receiving receiving -> {
                transfer = new Transfer(
                        Transmission.open(dependencies.intake(), receiving.envelope()),
                        settings.maxMessageOctets(),
                        clock.millis());
                yield Progress.NEXT;
            }
        };
    }

    private Uni<LoginAnswer> checkPassword(State.CheckingPassword checking) {
        return dependencies
                .login()
                .check(checking.user(), checking.password(), Scope.EMAILS_SEND)
                .flatMap(this::account);
    }

    private Uni<LoginAnswer> account(LoginResult result) {
        return switch (result) {
            case LoginResult.Granted(Principal.AccountHolder holder) ->
                dependencies
                        .directory()
                        .byId(holder.tenant(), holder.account())
                        .map(found ->
                                found.<LoginAnswer>map(LoginAnswer.Granted::new).orElseGet(LoginAnswer.Refused::new));
            case LoginResult.Refused() -> Uni.createFrom().item(new LoginAnswer.Refused());
            case LoginResult.Unavailable() -> Uni.createFrom().item(new LoginAnswer.Unavailable());
        };
    }

    private Progress startTls(State.StartingTls starting) {
        return new Progress.Await<>(
                transport.startTls(),
                started -> {
                    lines = new LineReader();
                    return take(session.tlsStarted(starting, Transmission.security(transport)));
                },
                refused -> Progress.ABORT);
    }

    private <T> Progress await(State.Busy asked, Uni<T> answer, Function<T, Step> next) {
        return new Progress.Await<>(answer, item -> take(next.apply(item)), failure -> unavailable(asked, failure));
    }

    private Progress unavailable(State.Busy asked, Throwable failure) {
        LOG.warnf("smtp %s: no answer in %s: %s", asked.link().peer(), name(asked), failure);
        return take(session.unavailable(asked));
    }

    private static String name(State state) {
        return state.getClass().getSimpleName();
    }
}
