package dev.posthaste.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.api.grpc.v1.MessageServiceGrpc;
import dev.posthaste.id.Uuid7;
import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallMetadataTest {

    private final CallMetadata metadata = new CallMetadata(new Uuid7(InstantSource.system()));
    private final List<Integer> asked = new ArrayList<>();
    private final List<CallMetadata.Said> said = new ArrayList<>();

    @Test
    void requests_of_a_stream_come_one_by_one_however_many_the_framework_asks_for() {
        begin(MessageServiceGrpc.getAppendMessageMethod());
        assertThat(asked).containsExactly(1);

        said.getFirst().next();
        assertThat(asked).containsExactly(1, 1);
    }

    @Test
    void a_single_request_comes_as_the_framework_asks_for_it() {
        begin(MessageServiceGrpc.getGetMessageMethod());
        assertThat(asked).containsExactly(2, 1, 1);

        said.getFirst().next();
        assertThat(asked).hasSize(3);
    }

    @Test
    void a_dialogue_that_nobody_paces_goes_on() {
        begin(ServerReflectionGrpc.getServerReflectionInfoMethod());
        assertThat(asked).containsExactly(2, 1, 1);
    }

    private <Q, A> void begin(MethodDescriptor<Q, A> method) {
        metadata.interceptCall(new Recorded<>(method), new Metadata(), (call, headers) -> {
            said.add(CallMetadata.current());
            call.request(2);
            call.request(1);
            call.request(1);
            return new ServerCall.Listener<>() {};
        });
    }

    /** Remembers what was asked for. */
    private final class Recorded<Q, A> extends ServerCall<Q, A> {

        private final MethodDescriptor<Q, A> method;

        Recorded(MethodDescriptor<Q, A> method) {
            this.method = method;
        }

        @Override
        public void request(int messages) {
            asked.add(messages);
        }

        @Override
        public void sendHeaders(Metadata headers) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void sendMessage(A message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close(Status status, Metadata trailers) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public MethodDescriptor<Q, A> getMethodDescriptor() {
            return method;
        }

        @Override
        public Attributes getAttributes() {
            return Attributes.EMPTY;
        }
    }
}
