package dev.posthaste.api;

import dev.posthaste.account.KeySeal;
import dev.posthaste.api.KeptAnswers.Lease;
import dev.posthaste.api.KeptAnswers.Name;
import dev.posthaste.api.KeptAnswers.Reservation;
import dev.posthaste.intake.SubmitResult.Novelty;
import dev.posthaste.login.Principal;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Makes a call once, however often its request comes: whoever repeats a request with its idempotency key is answered as he
 * was. For every call that changes something but the sending of emails, whose key is a row of the transaction that accepts.
 *
 * <p>The key is reserved, the call is made, the answer is kept. A refusal that did nothing is not kept: the same
 * request may be made again. Of a call that ended in any other failure, or with the process, nobody knows whether it was made; its
 * key stays reserved for {@link #LEASE}, and then a repetition makes it again. What has a name of its own (a domain, an
 * account, an alias, a folder, a certificate) is then found to be taken; a message may be appended or copied twice, and a
 * second API key be made of which nobody knows the secret.
 *
 * <p>An answer is told again only to whoever got it, and rests sealed, since the secret of a new API key is in it.
 */
@Singleton
public final class Repeats {

    /** No call takes so long: proxies and clients give up after a minute or less. */
    static final Duration LEASE = Duration.ofSeconds(60);

    /** After this a call that is under way will probably have been answered. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Logger LOG = Logger.getLogger(Repeats.class);

    private final KeptAnswers answers;
    private final KeySeal seal;

    Repeats(KeptAnswers answers, KeySeal seal) {
        this.answers = answers;
        this.seal = seal;
    }

    /**
     * A request that may be a repetition.
     *
     * @param key as it was sent; empty if the client promised nothing
     * @param body what it asks for, in octets that are equal if it is
     */
    public record Request(Optional<String> key, Target target, byte[] body) {}

    /** How a dialect writes an answer, and reads it again. */
    public interface Form<T> {
        /** The dialect's name. */
        String dialect();

        /** As it is kept. */
        byte[] write(T answer);

        /** What {@link #write} wrote. */
        T read(byte[] written);
    }

    /** An answer, and whether it is the first. */
    public record Answer<T>(T value, Novelty novelty) {}

    /** Makes the call, or answers as before. */
    public <T> Uni<Answer<T>> once(Principal caller, Request request, Form<T> form, Function<Principal, Uni<T>> call) {
        if (request.key().isEmpty()) {
            return call.apply(caller).map(value -> new Answer<>(value, Novelty.NEW));
        }
        return Access.run(caller, request.target().operation(), tenant -> {
            Name name = name(caller, request.target(), request.key().get());
            byte[] fingerprint = Fingerprint.of(caller, form.dialect(), request.body());
            return once(name, fingerprint, form, () -> call.apply(caller));
        });
    }

    /** A message that is appended once; {@code shape} makes the answer. */
    public <T> Uni<RepeatableAppend<T>> append(
            Principal caller,
            Request request,
            Form<T> form,
            Supplier<Uni<AppendingMessage>> open,
            Function<MessageView, T> shape) {
        RepeatableAppend.Ending<T> ending = new RepeatableAppend.Ending<>(this, caller, request, form, shape);
        if (request.key().isEmpty()) {
            return open.get().map(message -> RepeatableAppend.first(message, ending));
        }
        return Access.run(
                        caller,
                        request.target().operation(),
                        tenant -> answers.find(
                                name(caller, request.target(), request.key().get())))
                .flatMap(kept -> kept.isPresent()
                        ? Uni.createFrom().item(RepeatableAppend.again(ending))
                        : open.get().map(message -> RepeatableAppend.first(message, ending)));
    }

    private <T> Uni<Answer<T>> once(Name name, byte[] fingerprint, Form<T> form, Supplier<Uni<T>> call) {
        return answers.reserve(name, LEASE).flatMap(reservation -> switch (reservation) {
            case Reservation.Reserved(Lease lease) -> first(lease, fingerprint, form, call);
            case Reservation.Answered(byte[] sealed) ->
                Uni.createFrom().item(() -> again(name, sealed, fingerprint, form));
            case Reservation.UnderWay() ->
                throw ApiException.of(
                                ErrorCode.IDEMPOTENCY_KEY_IN_FLIGHT, "the first request with this key is under way")
                        .after(PATIENCE);
        });
    }

    private <T> Uni<Answer<T>> first(Lease lease, byte[] fingerprint, Form<T> form, Supplier<Uni<T>> call) {
        return Uni.createFrom()
                .deferred(call::get)
                .onFailure(Repeats::isWithoutEffect)
                .call(() -> noted(answers.release(lease), "released"))
                .call(value -> noted(answers.keep(lease, sealed(lease.name(), fingerprint, form.write(value))), "kept"))
                .map(value -> new Answer<>(value, Novelty.NEW));
    }

    private static boolean isWithoutEffect(Throwable failure) {
        return failure instanceof ApiException refusal && refusal.effect() == ApiException.Effect.NONE;
    }

    /** What the call did is done, whatever becomes of its key: the lease ends by itself. */
    private static Uni<Void> noted(Uni<Void> step, String what) {
        return step.onFailure()
                .invoke(failure -> LOG.warnf("an idempotency key could not be %s: %s", what, failure))
                .onFailure()
                .recoverWithNull();
    }

    private byte[] sealed(Name name, byte[] fingerprint, byte[] answer) {
        return seal.seal(purpose(name), KeptAnswer.of(fingerprint, answer).encoded());
    }

    private <T> Answer<T> again(Name name, byte[] sealed, byte[] fingerprint, Form<T> form) {
        byte[] answer = KeptAnswer.decode(seal.open(purpose(name), sealed)).to(fingerprint);
        return new Answer<>(form.read(answer), Novelty.REPLAYED);
    }

    /** An answer cannot be moved to another row. */
    private static String purpose(Name name) {
        return "idempotency " + name.tenant() + ' ' + name.scope() + ' ' + name.key();
    }

    private static Name name(Principal caller, Target target, String sent) {
        return new Name(caller.tenant(), Fingerprint.of(target), IdempotencyKeys.text(sent));
    }
}
