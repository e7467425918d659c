package dev.posthaste.pop3.server;

import dev.posthaste.id.AccountId;
import dev.posthaste.id.Secret;
import dev.posthaste.login.Login;
import dev.posthaste.login.LoginResult;
import dev.posthaste.login.Scope;
import dev.posthaste.mailbox.MaildropLock;
import dev.posthaste.mailbox.MaildropLock.Acquisition;
import dev.posthaste.mailbox.MaildropLock.Lease;
import dev.posthaste.pop3.server.Session.Opening;
import dev.posthaste.pop3.server.Session.Removal;
import dev.posthaste.pop3.wire.Response;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/** Calls login, mailbox and lock. Their failures are logged here and become results: the client is told to try again. */
final class Backend {

    private static final Logger LOG = Logger.getLogger(Backend.class);

    private final Login login;
    private final MaildropStore maildrops;
    private final MaildropLock lock;

    Backend(Login login, MaildropStore maildrops, MaildropLock lock) {
        this.login = login;
        this.maildrops = maildrops;
        this.lock = lock;
    }

    /** Whoever may read a maildrop may also empty it. */
    Uni<LoginResult> check(String user, Secret password) {
        return login.check(user, password, Scope.MESSAGES_WRITE)
                .onFailure()
                .invoke(cause -> LOG.warn("login failed to answer", cause))
                .onFailure()
                .recoverWithItem(new LoginResult.Unavailable());
    }

    Uni<Opening> open(AccountId account) {
        return lock.acquire(account)
                .flatMap(acquisition -> open(account, acquisition))
                .onFailure()
                .invoke(cause -> LOG.warnf(cause, "maildrop of %s failed to open", account))
                .onFailure()
                .recoverWithItem(new Opening.Unavailable());
    }

    Uni<Removal> remove(Maildrop maildrop, long[] uids) {
        return maildrops
                .remove(maildrop, uids)
                .replaceWith(Removal.DONE)
                .onFailure()
                .invoke(cause -> LOG.warnf(cause, "messages of %s failed to be removed", maildrop.account()))
                .onFailure()
                .recoverWithItem(Removal.FAILED);
    }

    Uni<Void> release(Lease lease) {
        return lease.release()
                .onFailure()
                .invoke(cause -> LOG.warn("maildrop failed to be released", cause))
                .onFailure()
                .recoverWithNull();
    }

    /**
     * The whole answer to RETR or TOP, as it goes over the wire. It fails only in the middle of a message, where nothing
     * but the end of the connection can tell the client.
     */
    Multi<byte[]> message(Effect.Send effect) {
        MessageAnswer answer = new MessageAnswer(effect.entry(), effect.portion());
        return maildrops
                .read(effect.maildrop(), effect.entry())
                .onItem()
                .transformToMulti(found -> found.map(answer::of).orElseGet(() -> line(Session.GONE)))
                .onFailure()
                .invoke(cause -> LOG.warnf(
                        cause, "message %s failed to be read", effect.entry().id()))
                .onFailure(cause -> !answer.hasBegun())
                .recoverWithItem(Session.UNAVAILABLE.octets());
    }

    private Uni<Opening> open(AccountId account, Acquisition acquisition) {
        return switch (acquisition) {
            case Acquisition.InUse() -> Uni.createFrom().item(new Opening.InUse());
            case Acquisition.Held(Lease lease) ->
                maildrops
                        .open(account)
                        .<Opening>map(maildrop -> new Opening.Opened(maildrop, lease))
                        .onFailure()
                        .call(lease::release);
        };
    }

    private static Multi<byte[]> line(Response response) {
        return Multi.createFrom().item(response.octets());
    }
}
