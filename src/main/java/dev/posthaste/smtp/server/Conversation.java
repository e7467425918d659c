package dev.posthaste.smtp.server;

import dev.posthaste.intake.Deferral;
import dev.posthaste.intake.Intake.Admittance;
import dev.posthaste.intake.Refusal;
import dev.posthaste.login.LoginResult;
import dev.posthaste.login.Principal;
import dev.posthaste.login.Scope;
import dev.posthaste.smtp.wire.CommandParser;
import dev.posthaste.smtp.wire.LineReader;
import dev.posthaste.smtp.wire.Reply;
import dev.posthaste.smtp.wire.SaslResponse;
import io.smallrye.mutiny.Uni;
import java.io.ByteArrayOutputStream;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * One session on one line: hears octets, lets {@link Session} decide, does what its states wait for, and sends replies.
 * Commands are taken strictly in order; while one of them waits for somebody the line is paused, so that never more
 * than one chunk is held. The replies to a pipelined batch leave together (RFC 2920 section 3.2).
 *
 * <p>All methods are called on the line's thread.
 */
final class Conversation {

    private static final Logger LOG = Logger.getLogger(Conversation.class);

    private static final byte[] NOTHING = {};

    private enum Mode {
        /** What was heard can be taken. */
        FREE,
        /** Somebody was asked and has not answered. */
        WAITING,
        /** Nothing more will be said. */
        CLOSED
    }

    private enum Order {
        GO_ON,
        /** The server stops: the session ends as soon as no message is at risk. */
        STOP
    }

    private final Session session;
    private final SmtpSettings settings;
    private final Doors doors;
    private final Meters meters;
    private final InstantSource clock;
    private final Line line;

    private State state;
    private Mode mode = Mode.WAITING;
    private Order order = Order.GO_ON;
    private boolean pumping;
    private long lastHeardMillis;

    private LineReader lines = new LineReader();
    private byte[] chunk = NOTHING;
    private Transfer transfer = Transfer.NONE;
    private final ByteArrayOutputStream replies = new ByteArrayOutputStream(512);

    Conversation(Port port, Link link, Line line) {
        this.session = port.session();
        this.settings = port.settings();
        this.doors = port.doors();
        this.meters = port.meters();
        this.clock = port.clock();
        this.line = line;
        this.state = new State.Silent(link);
        this.lastHeardMillis = clock.millis();
    }

    /** Greets the client, at once or after the pause that shows who cannot wait. */
    void open() {
        if (settings.limits().greetingPause().isZero()) {
            greet();
        } else {
            line.after(settings.limits().greetingPause(), this::greet);
        }
    }

    /** Octets came. They must not change afterwards. */
    void heard(byte[] octets) {
        lastHeardMillis = clock.millis();
        guarded(() -> hear(octets));
    }

    /** Time has passed. */
    void tick() {
        guarded(this::lookAtTheClock);
    }

    /** The server stops. */
    void stop() {
        order = Order.STOP;
        guarded(this::pump);
    }

    /** The client is gone. A message that intake is deciding about is decided without it. */
    void closed() {
        Mode before = mode;
        mode = Mode.CLOSED;
        if (before != Mode.WAITING) {
            abandonTransfer();
        }
    }

    private void greet() {
        if (state instanceof State.Silent silent && mode != Mode.CLOSED) {
            doors.intake()
                    .admit(Transmission.origin(session.service(), silent.link()))
                    .subscribe()
                    .with(
                            answer -> line.run(() -> greet(silent, answer)),
                            failure -> line.run(() -> notAdmitted(silent, failure)));
        }
    }

    private void greet(State.Silent silent, Admittance answer) {
        resumeWith(() -> state != silent
                ? Step.silently(state)
                : switch (answer) {
                    case Admittance.Admitted() -> session.opened(silent);
                    case Admittance.Deferred(Deferral deferral) -> session.turnedAway(silent, Replies.of(deferral));
                    case Admittance.Refused(Refusal refusal) -> session.turnedAway(silent, Replies.of(refusal));
                });
    }

    private void notAdmitted(State.Silent silent, Throwable failure) {
        LOG.warnf(
                failure,
                "smtp %s: whether to greet was not answered",
                silent.link().peer());
        resumeWith(() -> session.turnedAway(silent, Replies.BROKEN));
    }

    private void hear(byte[] octets) {
        switch (state) {
            case State.Silent silent -> take(session.spokeEarly(silent));
            // It was sent in clear text, so who knows by whom (RFC 3207 section 6).
            case State.StartingTls starting -> take(Step.silently(new State.Ended(starting.link())));
            case State.Ended ended -> LOG.trace("heard after the end");
            case State.Listening listening -> feed(octets);
            case State.Busy busy -> feed(octets);
        }
    }

    private void feed(byte[] octets) {
        chunk = octets;
        lines.feed(octets, 0, octets.length);
        pump();
    }

    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            boolean more = true;
            while (more && mode == Mode.FREE) {
                more = advance();
            }
        } finally {
            pumping = false;
        }
        flush();
        switch (mode) {
            case FREE -> line.resume();
            case WAITING -> pauseUnlessStartingTls();
            case CLOSED -> LOG.trace("over");
        }
    }

    // While TLS starts the line stays open, so that clear text that is behind STARTTLS is heard, and not kept for
    // later.
    private void pauseUnlessStartingTls() {
        if (!(state instanceof State.StartingTls)) {
            line.pause();
        }
    }

    private boolean advance() {
        return switch (state) {
            case State.Listening listening when order == Order.STOP -> ended(session.stopping(listening));
            case State.Authenticating authenticating -> nextAnswer(authenticating);
            case State.Commanding commanding -> nextCommand(commanding);
            case State.Receiving receiving -> nextData(receiving);
            case State.Busy busy -> false;
            case State.Silent silent -> false;
            case State.Ended ended -> false;
        };
    }

    private boolean ended(Step step) {
        take(step);
        return false;
    }

    private boolean nextCommand(State.Commanding commanding) {
        LineReader.Found found = lines.next();
        switch (found) {
            case LINE -> take(session.said(commanding, command(), following()));
            case TOO_LONG, BARE_LINE_BREAK, ENDLESS -> take(session.garbled(commanding, found));
            case INCOMPLETE -> {
                return false;
            }
        }
        return true;
    }

    private CommandParser.Parsed command() {
        CommandParser.Parsed parsed = CommandParser.parse(lines.line(), lines.lineStart(), lines.lineEnd());
        if (parsed instanceof CommandParser.Parsed.Complete complete) {
            complete.quirks().forEach(meters::quirk);
        }
        return parsed;
    }

    private Session.Following following() {
        return lines.hasUnread() ? Session.Following.MORE : Session.Following.NOTHING;
    }

    private boolean nextAnswer(State.Authenticating authenticating) {
        LineReader.Found found = lines.next();
        switch (found) {
            case LINE ->
                take(session.answered(
                        authenticating, SaslResponse.parse(lines.line(), lines.lineStart(), lines.lineEnd())));
            case TOO_LONG, BARE_LINE_BREAK, ENDLESS -> take(session.garbled(authenticating, found));
            case INCOMPLETE -> {
                return false;
            }
        }
        return true;
    }

    private boolean nextData(State.Receiving receiving) {
        if (lines.position() == chunk.length) {
            return false;
        }
        lines.skipTo(transfer.read(chunk, lines.position(), chunk.length));
        switch (transfer.progress()) {
            case MORE -> keep(receiving);
            case ENDED -> finish(receiving);
            case ENDLESS -> take(session.received(receiving, new Content.Endless()));
        }
        return true;
    }

    private void keep(State.Receiving receiving) {
        mode = Mode.WAITING;
        transfer.write()
                .subscribe()
                .with(
                        written -> line.run(() -> resumeWith(() -> Step.silently(receiving))),
                        failure -> line.run(() -> lost(receiving, failure)));
    }

    private void lost(State.Receiving receiving, Throwable failure) {
        LOG.errorf(
                failure,
                "smtp %s: intake did not take a chunk",
                receiving.link().peer());
        transfer.lose();
        resumeWith(() -> Step.silently(receiving));
    }

    private void finish(State.Receiving receiving) {
        Uni<Content> content =
                transfer.write().chain(transfer::finish).onFailure().call(transfer::abandon);
        await(receiving, content, answer -> received(receiving, answer));
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

    private void take(Step step) {
        boolean same = step.state() == state;
        state = step.state();
        for (Reply reply : step.replies()) {
            reply.writeTo(replies);
        }
        if (!same) {
            begin(step.state());
        }
    }

    private void begin(State next) {
        switch (next) {
            case State.Listening listening -> LOG.trace("listening");
            case State.Silent silent -> LOG.trace("silent");
            case State.Ended ended -> end();
            case State.StartingTls starting -> startTls(starting);
            case State.Penalised penalised -> penalise(penalised);
            case State.CheckingPassword checking ->
                await(checking, checkPassword(checking), answer -> session.login(checking, answer));
            case State.LookingUpSender looking ->
                await(
                        looking,
                        doors.directory().ownership(looking.account().id(), looking.sender()),
                        answer -> session.sender(looking, answer));
            case State.LookingUpRecipient looking ->
                await(
                        looking,
                        doors.directory().resolve(looking.recipient()),
                        answer -> session.recipient(looking, answer));
            case State.AdmittingRecipient admitting ->
                await(
                        admitting,
                        doors.intake()
                                .admit(
                                        Transmission.origin(admitting.envelope().client()),
                                        admitting.envelope().mail().from(),
                                        admitting.recipient()),
                        answer -> session.admitted(admitting, answer));
            case State.Receiving receiving -> {
                transfer = new Transfer(
                        Transmission.open(doors.intake(), receiving.envelope()),
                        settings.maxMessageOctets(),
                        clock.millis());
            }
        }
    }

    private Uni<LoginAnswer> checkPassword(State.CheckingPassword checking) {
        return doors.login()
                .check(checking.user(), checking.password(), Scope.EMAILS_SEND)
                .flatMap(this::account);
    }

    private Uni<LoginAnswer> account(LoginResult result) {
        return switch (result) {
            case LoginResult.Granted(Principal.AccountHolder holder) ->
                doors.directory()
                        .byId(holder.tenant(), holder.account())
                        .map(found ->
                                found.<LoginAnswer>map(LoginAnswer.Granted::new).orElseGet(LoginAnswer.Refused::new));
            case LoginResult.Refused() -> Uni.createFrom().item(new LoginAnswer.Refused());
            case LoginResult.Unavailable() -> Uni.createFrom().item(new LoginAnswer.Unavailable());
        };
    }

    private void startTls(State.StartingTls starting) {
        mode = Mode.WAITING;
        flush();
        line.resume();
        line.startTls(() -> {
            lines = new LineReader();
            resumeWith(() -> session.tlsStarted(starting));
        });
    }

    private void penalise(State.Penalised penalised) {
        mode = Mode.WAITING;
        line.after(penalised.pause(), () -> resumeWith(() -> session.penaltyOver(penalised)));
    }

    private <T> void await(State.Busy asked, Uni<T> answer, Function<T, Step> next) {
        mode = Mode.WAITING;
        answer.subscribe()
                .with(
                        item -> line.run(() -> resumeWith(() -> next.apply(item))),
                        failure -> line.run(() -> unavailable(asked, failure)));
    }

    private void unavailable(State.Busy asked, Throwable failure) {
        LOG.warnf("smtp %s: no answer in %s: %s", asked.link().peer(), name(asked), failure);
        resumeWith(() -> session.unavailable(asked));
    }

    private void resumeWith(Supplier<Step> next) {
        guarded(() -> {
            Step step = next.get();
            if (mode == Mode.CLOSED) {
                abandonTransfer();
                return;
            }
            mode = Mode.FREE;
            take(step);
            pump();
        });
    }

    private void lookAtTheClock() {
        long now = clock.millis();
        if (mode != Mode.FREE) {
            return;
        }
        if (now - lastHeardMillis > settings.limits().silence().toMillis()) {
            take(session.fellSilent(state));
        } else if (state instanceof State.Receiving receiving
                && now > transfer.deadlineMillis(settings.limits().data())) {
            take(session.tooSlow(receiving));
        }
    }

    private void end() {
        mode = Mode.CLOSED;
        flush();
        line.close();
        abandonTransfer();
    }

    private void abandonTransfer() {
        Transfer left = transfer;
        transfer = Transfer.NONE;
        left.abandon()
                .subscribe()
                .with(
                        done -> LOG.trace("abandoned"),
                        failure -> LOG.warnf(
                                failure,
                                "smtp %s: a message was not aborted",
                                state.link().peer()));
    }

    private void flush() {
        if (replies.size() > 0) {
            line.send(replies.toByteArray());
            replies.reset();
        }
    }

    // A bug must not leave a client waiting, nor keep its connection for ever.
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException bug) {
            LOG.errorf(
                    bug,
                    "smtp %s: a bug in state %s",
                    state.link().peer(),
                    state.getClass().getSimpleName());
            if (mode != Mode.CLOSED) {
                Replies.BROKEN.writeTo(replies);
                end();
            }
        }
    }

    private static String name(State state) {
        return state.getClass().getSimpleName();
    }
}
