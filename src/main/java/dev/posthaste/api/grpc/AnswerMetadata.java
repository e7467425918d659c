package dev.posthaste.api.grpc;

import dev.posthaste.intake.SubmitResult.Novelty;
import io.grpc.Metadata;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is said beside an answer, gathered while the call is under way, on whatever thread. */
final class AnswerMetadata {

    static final String RATE_LIMIT = "ratelimit";
    static final String RATE_LIMIT_POLICY = "ratelimit-policy";

    private static final String REPLAYED = "idempotency-replayed";

    private final Map<String, String> texts = new ConcurrentHashMap<>();

    void put(String name, String text) {
        texts.put(name, text);
    }

    /** As the header field of REST. */
    void replayed(Novelty novelty) {
        switch (novelty) {
            case NEW -> {}
            case REPLAYED -> put(REPLAYED, "true");
        }
    }

    Metadata toMetadata() {
        Metadata metadata = new Metadata();
        texts.forEach((name, text) -> metadata.put(CallMetadata.text(name), text));
        return metadata;
    }
}
