package dev.posthaste.api.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.posthaste.api.AppendingMessage;
import dev.posthaste.api.MessageView;
import dev.posthaste.api.Operation;
import dev.posthaste.api.Repeats;
import dev.posthaste.api.Target;
import dev.posthaste.intake.SubmitResult.Novelty;
import dev.posthaste.login.Principal;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;

/** Requests that change something: made once for each {@code Idempotency-Key}, and answered again as they were. */
@Singleton
final class Mutations {

    /** The header field of an answer that was given before. */
    static final String REPLAYED = "Idempotency-Replayed";

    /** What a request without a body asks for beside its target. */
    static final String NO_BODY = "";

    private final Repeats repeats;
    private final ObjectMapper json;
    private final Caller caller;

    Mutations(Repeats repeats, ObjectMapper json, Caller caller) {
        this.repeats = repeats;
        this.json = json;
        this.caller = caller;
    }

    /** What a call without an answer is answered with. */
    private enum Done {
        DONE
    }

    /** A call that answers with a resource. */
    <T> Uni<RestResponse<T>> answer(Target target, Object body, Class<T> shape, Function<Principal, Uni<T>> call) {
        return repeats.once(caller.principal(), request(target, body), new JsonAnswers<>(json, shape), call)
                .map(answer -> response(target, answer));
    }

    /** A call that answers with nothing. */
    Uni<RestResponse<Void>> done(Target target, Object body, Function<Principal, Uni<Void>> call) {
        JsonAnswers<Done> form = new JsonAnswers<>(json, Done.class);
        return repeats.once(
                        caller.principal(),
                        request(target, body),
                        form,
                        who -> call.apply(who).replaceWith(Done.DONE))
                .map(answer -> Mutations.<Void>response(target.operation(), answer.novelty())
                        .build());
    }

    /** A message that is appended; {@code place} is what stands before its octets. */
    Uni<RestResponse<MessageJson.Message>> append(
            Target target, Object place, Supplier<Uni<AppendingMessage>> open, Multi<byte[]> octets) {
        JsonAnswers<MessageJson.Message> form = new JsonAnswers<>(json, MessageJson.Message.class);
        Function<MessageView, MessageJson.Message> shape = MessageJson.Message::of;
        return repeats.append(caller.principal(), request(target, place), form, open, shape)
                .flatMap(append -> append.pour(octets))
                .map(answer -> response(target, answer));
    }

    private Repeats.Request request(Target target, Object body) {
        byte[] asked = caller.idempotencyKey().isPresent() ? JsonAnswers.written(json, body) : new byte[0];
        return new Repeats.Request(caller.idempotencyKey(), target, asked);
    }

    private static <T> RestResponse<T> response(Target target, Repeats.Answer<T> answer) {
        return Mutations.<T>response(target.operation(), answer.novelty())
                .entity(answer.value())
                .build();
    }

    /** An answer that says whether it was given before. */
    static <T> RestResponse.ResponseBuilder<T> response(Operation operation, Novelty novelty) {
        RestResponse.ResponseBuilder<T> response = RestResponse.ResponseBuilder.create(Success.status(operation));
        return switch (novelty) {
            case NEW -> response;
            case REPLAYED -> response.header(REPLAYED, "true");
        };
    }
}
