package dev.posthaste.api.grpc;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RequestInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.posthaste.api.ApiException;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.FieldProblem;
import dev.posthaste.api.StoreFailures;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** A failure as google.rpc.Status: the reason of its ErrorInfo is the code of the REST problem. */
final class Failures {

    /** Of ErrorInfo: whose reasons they are. */
    static final String DOMAIN = "posthaste.dev";

    private static final Logger LOG = Logger.getLogger(Failures.class);

    private Failures() {}

    static Throwable of(Throwable failure, String requestId, StoreFailures stores) {
        return switch (failure) {
            case ApiException refused -> status(refused, requestId);
            case StatusRuntimeException already -> already;
            default -> unexpected(failure, requestId, stores);
        };
    }

    private static Throwable unexpected(Throwable failure, String requestId, StoreFailures stores) {
        LOG.errorf(failure, "request=%s gRPC call failed", requestId);
        return status(stores.explain(failure), requestId);
    }

    private static StatusRuntimeException status(ApiException refused, String requestId) {
        ErrorCode code = refused.code();
        Status.Builder status = Status.newBuilder()
                .setCode(Code.valueOf(code.canonical().name()).getNumber())
                .setMessage(refused.detail())
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setReason(code.name())
                        .setDomain(DOMAIN)
                        .putAllMetadata(refused.metadata())
                        .build()))
                .addDetails(Any.pack(
                        RequestInfo.newBuilder().setRequestId(requestId).build()));
        if (!refused.fields().isEmpty()) {
            status.addDetails(Any.pack(violations(refused)));
        }
        refused.retryAfter().map(Failures::retry).ifPresent(status::addDetails);
        Optional.ofNullable(refused.metadata().get(ApiException.POLICIES))
                .map(Failures::quota)
                .ifPresent(status::addDetails);
        return StatusProto.toStatusRuntimeException(status.build());
    }

    private static Any retry(Duration pause) {
        return Any.pack(RetryInfo.newBuilder()
                .setRetryDelay(com.google.protobuf.Duration.newBuilder().setSeconds(pause.toSeconds()))
                .build());
    }

    private static Any quota(String policies) {
        QuotaFailure.Builder failure = QuotaFailure.newBuilder();
        for (String policy : policies.split(",", -1)) {
            failure.addViolations(QuotaFailure.Violation.newBuilder()
                    .setSubject(policy)
                    .setDescription("too many requests under this policy"));
        }
        return Any.pack(failure.build());
    }

    private static BadRequest violations(ApiException refused) {
        BadRequest.Builder request = BadRequest.newBuilder();
        for (FieldProblem field : refused.fields()) {
            request.addFieldViolations(BadRequest.FieldViolation.newBuilder()
                    .setField(path(field.pointer()))
                    .setReason(field.code().name())
                    .setDescription(
                            field.hint().isEmpty() ? field.detail() : field.detail() + " (" + field.hint() + ")"));
        }
        return request.build();
    }

    /** {@code /to/0} is {@code to[0]}, {@code /raw/data} is {@code raw.data}. */
    private static String path(String pointer) {
        StringBuilder path = new StringBuilder();
        for (String step : pointer.substring(1).split("/", -1)) {
            boolean index = !step.isEmpty() && step.chars().allMatch(Character::isDigit);
            if (index) {
                path.append('[').append(step).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".")
                        .append(step.replace("~1", "/").replace("~0", "~"));
            }
        }
        return path.toString();
    }
}
