package dev.posthaste.smtp.client;

import dev.posthaste.smtp.client.Transaction.Aftermath;
import dev.posthaste.smtp.client.Transaction.Step;
import dev.posthaste.smtp.wire.Capabilities;
import dev.posthaste.smtp.wire.Command;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A connection to a host that has greeted us. One transaction at a time. */
public final class SmtpConnection {

    private final Vertx vertx;
    private final Dialogue dialogue;
    private final Capabilities host;
    private final Security security;
    private final Patience patience;
    private boolean needsReset;

    SmtpConnection(Vertx vertx, Dialogue dialogue, Capabilities host, Security security, Patience patience) {
        this.vertx = vertx;
        this.dialogue = dialogue;
        this.host = host;
        this.security = security;
        this.patience = patience;
    }

    /** How it is secured. */
    public Security security() {
        return security;
    }

    /** Whether it can be used again, as far as we know. */
    public boolean isOpen() {
        return !dialogue.isOver();
    }

    /** Sends a message. The item is one fate per recipient, in their order; the {@link Uni} fails only by a bug. */
    public Uni<List<Fate>> send(Outgoing mail) {
        return onLoop(() -> new Exchange(mail).run());
    }

    /** Takes leave. The item comes when the host has answered, or has been waited for long enough. */
    public Uni<Void> quit() {
        return onLoop(() -> dialogue.ask(new Command.Quit(), patience.quit()).map(said -> {
            dialogue.close("we took leave");
            return null;
        }));
    }

    private <T> Uni<T> onLoop(java.util.function.Supplier<Future<T>> work) {
        return Uni.createFrom()
                .emitter(emitter -> dialogue.context()
                        .runOnContext(
                                now -> work.get().onSuccess(emitter::complete).onFailure(emitter::fail)));
    }

    /** Lets a {@link Transaction} have its way with the socket. */
    private final class Exchange {
        private final Outgoing mail;
        private final Transaction transaction;
        private final Deque<Future<Said>> answers = new ArrayDeque<>();
        private final Promise<List<Fate>> fates = Promise.promise();

        Exchange(Outgoing mail) {
            this.mail = mail;
            this.transaction = new Transaction(mail, host);
        }

        Future<List<Fate>> run() {
            if (needsReset) {
                needsReset = false;
                dialogue.ask(new Command.Rset(), patience.command()).onComplete(said -> take(transaction.begin()));
            } else {
                take(transaction.begin());
            }
            return fates.future();
        }

        private void take(Step step) {
            switch (step) {
                case Step.Send(List<Command> commands) -> send(commands);
                case Step.Await await -> awaitNext();
                case Step.SendContent content -> sendContent();
                case Step.SendDot dot -> sendDot();
                case Step.Done(Aftermath aftermath) -> end(aftermath);
            }
        }

        private void send(List<Command> commands) {
            commands.forEach(command -> answers.addLast(dialogue.expect()));
            boolean data = commands.getLast() instanceof Command.Data && commands.size() == 1;
            dialogue.within(data ? patience.data() : patience.command());
            dialogue.send(commands);
            awaitNext();
        }

        private void awaitNext() {
            answers.removeFirst().onSuccess(said -> take(transaction.on(said)));
        }

        private void sendContent() {
            Future<Said> answer = dialogue.expect();
            answers.addLast(answer);
            ContentPump.send(vertx, dialogue, mail.content(), answer, patience.block())
                    .onSuccess(this::contentEnded);
        }

        private void contentEnded(ContentPump.End end) {
            switch (end) {
                case SENT -> {
                    dialogue.within(patience.end());
                    awaitNext();
                }
                case UNREADABLE -> take(transaction.onUnreadableContent());
                case INTERRUPTED -> {
                    // Whatever it says, we are in the middle of the message: nothing can follow on this connection.
                    answers.removeFirst().onSuccess(said -> {
                        transaction.onEarlyAnswer(said);
                        end(Aftermath.CLOSE);
                    });
                }
            }
        }

        private void sendDot() {
            answers.addLast(dialogue.expect());
            dialogue.within(patience.end());
            ContentPump.sendDot(dialogue);
            awaitNext();
        }

        private void end(Aftermath aftermath) {
            switch (aftermath) {
                case READY -> {}
                case RESET -> needsReset = true;
                case CLOSE -> dialogue.close("the transaction broke off");
            }
            fates.complete(transaction.fates());
        }
    }
}
