package dev.posthaste.id;

import java.util.Optional;
import java.util.UUID;

/**
 * Identifies an email: a transport object, one submission or arrival with its recipients and attempts. Text form:
 * {@code em_…}.
 */
public record EmailId(UUID value) {

    private static final String PREFIX = "em";

    /** Parses the text form; empty if the prefix, the length or a digit is wrong. */
    public static Optional<EmailId> parse(String text) {
        return IdText.read(PREFIX, text).map(EmailId::new);
    }

    /** In which bucket of the queue its rows lie: the low ten bits, which {@link Uuid7} fills at random. */
    public int bucket() {
        return (int) (value.getLeastSignificantBits() & (Buckets.COUNT - 1));
    }

    /** The same id in another bucket: that of its idempotency key, so that both are written on one node. */
    public EmailId inBucket(int bucket) {
        long low = value.getLeastSignificantBits() & -Buckets.COUNT;
        return new EmailId(new UUID(value.getMostSignificantBits(), low | (bucket & (Buckets.COUNT - 1))));
    }

    @Override
    public String toString() {
        return IdText.write(PREFIX, value);
    }
}
