package dev.posthaste.login;

import dev.posthaste.id.Secret;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Argon2id hash as a PHC string, the form that other servers and password tools read and write.
 *
 * <pre>
 * hash  = "$argon2id$v=19$m=" 1*DIGIT ",t=" 1*DIGIT ",p=" 1*DIGIT "$" salt "$" digest
 * salt, digest = 1*(ALPHA / DIGIT / "+" / "/")     ; base 64 without padding
 * </pre>
 */
record PasswordHash(Parameters parameters, byte[] salt, byte[] digest) {

    /**
     * What a hash costs (RFC 9106 section 3.1).
     *
     * @param memory in KiB, at least 8 for each lane
     * @param passes over the memory
     * @param lanes that could be computed in parallel
     */
    record Parameters(int memory, int passes, int lanes) {

        /** A stored hash that asks for more is not computed: it would take the server's memory. */
        static final int MAX_MEMORY = 1 << 20;

        private static final int MAX_PASSES = 64;
        private static final int MAX_LANES = 64;

        /** @throws IllegalArgumentException if they are out of bounds */
        Parameters {
            if (passes < 1
                    || passes > MAX_PASSES
                    || lanes < 1
                    || lanes > MAX_LANES
                    || memory < 8 * lanes
                    || memory > MAX_MEMORY) {
                throw new IllegalArgumentException(
                        "m=" + memory + ",t=" + passes + ",p=" + lanes + " is out of bounds");
            }
        }

        /** Whether a hash with these parameters costs an attacker less than one with {@code others}. */
        boolean areWeakerThan(Parameters others) {
            return memory < others.memory || passes < others.passes;
        }

        @Override
        public String toString() {
            return "m=" + memory + ",t=" + passes + ",p=" + lanes;
        }
    }

    private static final String PREFIX = "$argon2id$v=19$";

    // Of salt and digest 8 to 64 octets each; RFC 9106 section 3.1 has 8 octets as the shortest salt.
    private static final Pattern SYNTAX =
            Pattern.compile("\\$argon2id\\$v=19\\$m=(?<m>[1-9][0-9]{0,6}),t=(?<t>[1-9][0-9]{0,1})"
                    + ",p=(?<p>[1-9][0-9]{0,1})\\$(?<salt>[A-Za-z0-9+/]{11,86})\\$(?<digest>[A-Za-z0-9+/]{11,86})");

    /** The hash that is written so; empty if it is of another algorithm or version, malformed, or out of bounds. */
    static Optional<PasswordHash> parse(Secret text) {
        Matcher hash = text.use(SYNTAX::matcher);
        if (!hash.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PasswordHash(
                    new Parameters(number(hash, "m"), number(hash, "t"), number(hash, "p")),
                    Base64.getDecoder().decode(hash.group("salt")),
                    Base64.getDecoder().decode(hash.group("digest"))));
        } catch (IllegalArgumentException outOfBounds) {
            return Optional.empty();
        }
    }

    /** The PHC string. */
    Secret print() {
        return new Secret(PREFIX + parameters + '$' + base64(salt) + '$' + base64(digest));
    }

    /** Never the digest. */
    @Override
    public String toString() {
        return PREFIX + parameters + "$***";
    }

    private static int number(Matcher hash, String group) {
        return Integer.parseInt(hash.group(group));
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().withoutPadding().encodeToString(octets);
    }
}
