package dev.posthaste.id;

import java.util.Optional;
import java.util.UUID;

/** Identifies an account: one user's mail store. Text form: {@code acc_…}. */
public record AccountId(UUID value) {

    private static final String PREFIX = "acc";

    /** Parses the text form; empty if the prefix, the length or a digit is wrong. */
    public static Optional<AccountId> parse(String text) {
        return IdText.read(PREFIX, text).map(AccountId::new);
    }

    @Override
    public String toString() {
        return IdText.write(PREFIX, value);
    }
}
