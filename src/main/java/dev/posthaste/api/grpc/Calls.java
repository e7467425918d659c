package dev.posthaste.api.grpc;

import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.posthaste.api.Admission;
import dev.posthaste.api.Repeats;
import dev.posthaste.api.StoreFailures;
import dev.posthaste.api.Target;
import dev.posthaste.login.Principal;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.function.Function;

/** What every method does around its call: who calls, and how a failure is said. */
@Singleton
final class Calls {

    private final Admission admission;
    private final Repeats repeats;
    private final StoreFailures stores;

    Calls(Admission admission, Repeats repeats, StoreFailures stores) {
        this.stores = stores;
        this.repeats = repeats;
        this.admission = admission;
    }

    /** One answer. */
    <T> Uni<T> one(Function<Principal, Uni<T>> call) {
        CallMetadata.Said said = CallMetadata.current();
        return admitted(said)
                .flatMap(caller -> call.apply(caller))
                .onFailure()
                .transform(failure -> Failures.of(failure, said.requestId(), stores));
    }

    /**
     * One answer of a call that changes something: made once for each {@code request_id}, and answered again as it was.
     */
    <T extends Message> Uni<T> once(
            Target target, Message request, Parser<T> parser, Function<Principal, Uni<T>> call) {
        ProtobufAnswers<T> form = new ProtobufAnswers<>(parser);
        CallMetadata.Said said = CallMetadata.current();
        return one(caller -> repeats.once(caller, ProtobufAnswers.asked(target, request), form, call)
                .invoke(answer -> said.answer().replayed(answer.novelty()))
                .map(Repeats.Answer::value));
    }

    /** One answer of a call that changes something and says nothing. */
    Uni<Empty> done(Target target, Message request, Function<Principal, Uni<Void>> call) {
        return once(
                target, request, Empty.parser(), caller -> call.apply(caller).replaceWith(Empty.getDefaultInstance()));
    }

    /** A stream of answers. */
    <T> Multi<T> many(Function<Principal, Multi<T>> call) {
        CallMetadata.Said said = CallMetadata.current();
        return admitted(said)
                .onItem()
                .transformToMulti(call)
                .onFailure()
                .transform(failure -> Failures.of(failure, said.requestId(), stores));
    }

    private Uni<Principal> admitted(CallMetadata.Said said) {
        Admission.Credentials credentials =
                new Admission.Credentials(said.authorization(), said.tenant(), said.address());
        said.answer().put(AnswerMetadata.RATE_LIMIT_POLICY, admission.policies());
        return admission.admit(
                credentials, said.operation(), budget -> said.answer().put(AnswerMetadata.RATE_LIMIT, budget.text()));
    }
}
