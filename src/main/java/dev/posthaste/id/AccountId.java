package dev.posthaste.id;

import java.util.Optional;
import java.util.UUID;

/** One user's mail store. Written {@code acc_…}. */
public record AccountId(UUID value) {

    private static final String PREFIX = "acc";

    /** Reads what {@link #toString} wrote. */
    public static Optional<AccountId> parse(String text) {
        return IdText.read(PREFIX, text).map(AccountId::new);
    }

    @Override
    public String toString() {
        return IdText.write(PREFIX, value);
    }
}
