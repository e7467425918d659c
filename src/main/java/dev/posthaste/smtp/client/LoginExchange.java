package dev.posthaste.smtp.client;

import dev.posthaste.smtp.wire.Command;
import dev.posthaste.smtp.wire.CommandWriter;
import dev.posthaste.smtp.wire.Reply;
import dev.posthaste.smtp.wire.SaslResponse;
import dev.posthaste.smtp.wire.Severity;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Authenticates to a smart host with PLAIN, or with LOGIN if PLAIN is not offered. */
final class LoginExchange {

    private final Dialogue dialogue;
    private final Duration timeout;
    private final ConnectionPolicy.Login.Password login;

    LoginExchange(Dialogue dialogue, Duration timeout, ConnectionPolicy.Login.Password login) {
        this.dialogue = dialogue;
        this.timeout = timeout;
        this.login = login;
    }

    /** Runs the exchange; the result is the final reply. */
    Future<ReplyResult> run(List<String> mechanisms) {
        if (mechanisms.contains("PLAIN")) {
            return dialogue.ask(new Command.Auth("PLAIN", plain()), timeout);
        }
        if (mechanisms.contains("LOGIN")) {
            return dialogue.ask(new Command.Auth("LOGIN", new SaslResponse.None()), timeout)
                    .compose(result -> continued(result, octets(login.user())))
                    .compose(result -> continued(result, login.password().use(LoginExchange::octets)));
        }
        return Future.succeededFuture(new ReplyResult.Broken("it offers neither PLAIN nor LOGIN, but " + mechanisms));
    }

    // RFC 4616 section 2: an empty authorization identity, the user, the password.
    private SaslResponse plain() {
        return login.password().use(password -> octets("\0" + login.user() + "\0" + password));
    }

    private Future<ReplyResult> continued(ReplyResult result, SaslResponse response) {
        if (!(result instanceof ReplyResult.Received(Reply reply)) || reply.severity() != Severity.INTERMEDIATE) {
            return Future.succeededFuture(result);
        }
        Future<ReplyResult> answer = dialogue.expect();
        dialogue.within(timeout);
        dialogue.write(Buffer.buffer(CommandWriter.octets(response)));
        return answer;
    }

    private static SaslResponse octets(String text) {
        return new SaslResponse.Octets(text.getBytes(StandardCharsets.UTF_8));
    }
}
