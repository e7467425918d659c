package dev.posthaste.api.grpc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.posthaste.api.Repeats;
import dev.posthaste.api.Target;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Answers as protobuf, to be kept and told again. */
final class ProtobufAnswers<T extends Message> implements Repeats.Form<T> {

    private static final String REQUEST_ID = "request_id";

    private final Parser<T> parser;

    ProtobufAnswers(Parser<T> parser) {
        this.parser = parser;
    }

    @Override
    public String dialect() {
        return "protobuf";
    }

    @Override
    public byte[] write(T answer) {
        return answer.toByteArray();
    }

    @Override
    public T read(byte[] written) {
        try {
            return parser.parseFrom(written);
        } catch (InvalidProtocolBufferException changed) {
            throw new UncheckedIOException("a kept answer is no such message any more", changed);
        }
    }

    /** What is asked for: the request without its {@code request_id}. It has no maps, whose octets have no order. */
    static Repeats.Request asked(Target target, Message request) {
        FieldDescriptor field = request.getDescriptorForType().findFieldByName(REQUEST_ID);
        String key = (String) request.getField(field);
        return key.isEmpty()
                ? new Repeats.Request(Optional.empty(), target, new byte[0])
                : new Repeats.Request(
                        Optional.of(key),
                        target,
                        request.toBuilder().clearField(field).build().toByteArray());
    }
}
