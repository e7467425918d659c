package dev.posthaste.smtp.client;

import dev.posthaste.smtp.client.Transaction.ConnectionState;
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

/** An established connection to a host. Only one transaction or QUIT at a time. */
public final class SmtpConnection {

    private final Vertx vertx;
    private final Dialogue dialogue;
    private final Capabilities host;
    private final Security security;
    private final Timeouts timeouts;
    private boolean needsReset;

    SmtpConnection(Vertx vertx, Dialogue dialogue, Capabilities host, Security security, Timeouts timeouts) {
        this.vertx = vertx;
        this.dialogue = dialogue;
        this.host = host;
        this.security = security;
        this.timeouts = timeouts;
    }

    /** The transport security of the connection. */
    public Security security() {
        return security;
    }

    /** Whether the connection can be used again, as far as the client knows. */
    public boolean isOpen() {
        return !dialogue.isOver();
    }

    /** Sends a message. The item contains one result per recipient, in order; the {@link Uni} fails only on a bug. */
    public Uni<List<RecipientResult>> send(OutgoingMessage mail) {
        return onLoop(() -> new Exchange(mail).run());
    }

    /** Sends QUIT and closes the connection. The item comes when the host has answered or timed out. */
    public Uni<Void> quit() {
        return onLoop(() -> dialogue.ask(new Command.Quit(), timeouts.quit()).map(result -> {
            dialogue.close("the client sent QUIT");
            return null;
        }));
    }

    private <T> Uni<T> onLoop(java.util.function.Supplier<Future<T>> work) {
        return Uni.createFrom()
                .emitter(emitter -> dialogue.context()
                        .runOnContext(
                                now -> work.get().onSuccess(emitter::complete).onFailure(emitter::fail)));
    }

    /** Executes the steps of a {@link Transaction} on the connection. */
    private final class Exchange {
        private final OutgoingMessage mail;
        private final Transaction transaction;
        private final Deque<Future<ReplyResult>> answers = new ArrayDeque<>();
        private final Promise<List<RecipientResult>> results = Promise.promise();

        Exchange(OutgoingMessage mail) {
            this.mail = mail;
            this.transaction = new Transaction(mail, host);
        }

        Future<List<RecipientResult>> run() {
            if (needsReset) {
                needsReset = false;
                dialogue.ask(new Command.Rset(), timeouts.command()).onComplete(result -> take(transaction.begin()));
            } else {
                take(transaction.begin());
            }
            return results.future();
        }

        private void take(Step step) {
            switch (step) {
                case Step.Send(List<Command> commands) -> send(commands);
                case Step.Await await -> awaitNext();
                case Step.SendContent content -> sendContent();
                case Step.SendDot dot -> sendDot();
                case Step.Done(ConnectionState state) -> end(state);
            }
        }

        private void send(List<Command> commands) {
            commands.forEach(command -> answers.addLast(dialogue.expect()));
            boolean data = commands.getLast() instanceof Command.Data && commands.size() == 1;
            dialogue.within(data ? timeouts.data() : timeouts.command());
            dialogue.send(commands);
            awaitNext();
        }

        private void awaitNext() {
            answers.removeFirst().onSuccess(result -> take(transaction.on(result)));
        }

        private void sendContent() {
            Future<ReplyResult> answer = dialogue.expect();
            answers.addLast(answer);
            ContentPump.send(vertx, dialogue, mail.content(), answer, timeouts.block())
                    .onSuccess(this::contentEnded);
        }

        private void contentEnded(ContentPump.End end) {
            switch (end) {
                case SENT -> {
                    dialogue.within(timeouts.end());
                    awaitNext();
                }
                case UNREADABLE -> take(transaction.onUnreadableContent());
                case INTERRUPTED -> {
                    // Whatever the reply, the message is incomplete: the connection cannot be used any more.
                    answers.removeFirst().onSuccess(result -> {
                        transaction.onEarlyAnswer(result);
                        end(ConnectionState.CLOSE);
                    });
                }
            }
        }

        private void sendDot() {
            answers.addLast(dialogue.expect());
            dialogue.within(timeouts.end());
            ContentPump.sendDot(dialogue);
            awaitNext();
        }

        private void end(ConnectionState state) {
            switch (state) {
                case READY -> {}
                case RESET -> needsReset = true;
                case CLOSE -> dialogue.close("the transaction was aborted");
            }
            results.complete(transaction.results());
        }
    }
}
