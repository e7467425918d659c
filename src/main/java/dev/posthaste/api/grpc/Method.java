package dev.posthaste.api.grpc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import dev.posthaste.api.ApiException;
import dev.posthaste.api.Call;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.Operation;
import dev.posthaste.api.PageToken;
import dev.posthaste.api.Precondition;
import dev.posthaste.api.Repeats;
import dev.posthaste.intake.Origin;
import dev.posthaste.login.Principal;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A gRPC method and its operation. The request message has the names in the path, the fields of the request's record, and
 * what are header fields or query parameters in REST: {@code request_id} (AIP-155), {@code etag} (AIP-154), {@code
 * update_mask} (AIP-134), {@code page_size} and {@code page_token} (AIP-158).
 */
final class Method<Q, A> implements Repeats.Form<A> {

    private static final String REQUEST_ID = "request_id";
    private static final String ETAG = "etag";
    private static final String UPDATE_MASK = "update_mask";
    private static final String PAGE_SIZE = "page_size";
    private static final String PAGE_TOKEN = "page_token";

    private final Operation<Q, A> operation;
    private final Message answer;
    private final RecordShape<Q> request;
    private final RecordShape<A> shape;

    private Method(Operation<Q, A> operation, Message question, Message answer) {
        this.operation = operation;
        this.answer = answer;
        this.request = RecordShape.of(operation.request(), question, elsewhere(operation));
        this.shape = RecordShape.of(operation.answer(), answer, Set.of());
    }

    /**
     * Of an operation whose answer is no stream.
     *
     * @throws IllegalStateException if the messages are not those of the operation
     */
    static <Q, A> Method<Q, A> of(Operation<Q, A> operation, MethodDescriptor<Message, Message> method) {
        return new Method<>(
                operation, prototype(method.getRequestMarshaller()), prototype(method.getResponseMarshaller()));
    }

    static Message prototype(MethodDescriptor.Marshaller<Message> marshaller) {
        return Objects.requireNonNull(((PrototypeMarshaller<Message>) marshaller).getMessagePrototype());
    }

    /** The fields of a request message that are no component of the request's record. */
    static Set<String> elsewhere(Operation<?, ?> operation) {
        Set<String> names = new HashSet<>(operation.names());
        if (operation.kind() != Operation.Kind.READS) {
            names.add(REQUEST_ID);
        }
        if (operation.isConditional()) {
            names.add(ETAG);
        }
        if (operation.isPatch()) {
            names.add(UPDATE_MASK);
        }
        if (operation.isPaged()) {
            names.addAll(List.of(PAGE_SIZE, PAGE_TOKEN));
        }
        return names;
    }

    /** What comes with a request. */
    static Call call(Operation<?, ?> operation, Message message, Principal caller, Origin origin) {
        return new Call(
                caller,
                operation.names().stream().map(name -> text(message, name)).toList(),
                operation.isConditional() ? Precondition.ofField(text(message, ETAG)) : Precondition.none(),
                operation.kind() == Operation.Kind.READS
                        ? Optional.empty()
                        : Optional.of(text(message, REQUEST_ID)).filter(key -> !key.isEmpty()),
                operation.isPaged() ? page(message) : PageToken.first(),
                origin);
    }

    /** In protobuf a size that is not set is zero. */
    private static PageToken page(Message message) {
        int size = (Integer) message.getField(field(message, PAGE_SIZE));
        return new PageToken(size == 0 ? PageToken.DEFAULT_SIZE : size, text(message, PAGE_TOKEN));
    }

    private static String text(Message message, String name) {
        return (String) message.getField(field(message, name));
    }

    private static FieldDescriptor field(Message message, String name) {
        return message.getDescriptorForType().findFieldByName(name);
    }

    /** The record of a request. */
    Q request(Message message) {
        if (operation.isPatch() && message.hasField(field(message, UPDATE_MASK))) {
            Set<String> named = named(((FieldMask) message.getField(field(message, UPDATE_MASK))).getPathsList());
            return request.read(message, named::contains, named::contains);
        }
        return request.read(message);
    }

    private Set<String> named(List<String> paths) {
        Set<String> known = request.names();
        for (int i = 0; i < paths.size(); i++) {
            if (!known.contains(paths.get(i))) {
                throw ApiException.at(
                        "/update_mask/paths/" + i,
                        ErrorCode.UNKNOWN_FIELD,
                        "cannot be changed",
                        "one of " + String.join(", ", known));
            }
        }
        return new TreeSet<>(paths);
    }

    /** What identifies a request: all of it but its id. It has no maps, whose octets have no order. */
    static byte[] asked(Message message) {
        return message.toBuilder()
                .clearField(field(message, REQUEST_ID))
                .build()
                .toByteArray();
    }

    /** The message of an answer. */
    Message message(A value) {
        return shape.write(value);
    }

    @Override
    public String dialect() {
        return "protobuf";
    }

    @Override
    public byte[] write(A value) {
        return message(value).toByteArray();
    }

    @Override
    public A read(byte[] written) {
        try {
            return shape.read(answer.getParserForType().parseFrom(written));
        } catch (IOException changed) {
            throw new UncheckedIOException("a kept answer is no such message any more", changed);
        }
    }
}
