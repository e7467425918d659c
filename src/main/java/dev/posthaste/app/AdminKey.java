package dev.posthaste.app;

import dev.posthaste.id.ApiKeyId;
import dev.posthaste.id.Secret;
import dev.posthaste.id.Uuid7;
import dev.posthaste.login.ApiKeySecret;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The platform's API key, which has every scope for every tenant.
 *
 * @param origin where this one comes from
 */
public record AdminKey(Secret key, Origin origin) {

    /** Where a platform key comes from. */
    public sealed interface Origin {
        /** From {@code POSTHASTE_ADMIN_KEY}. */
        record Given() implements Origin {}

        /** Made by this very start; nobody has seen it yet. */
        record Generated(Path file) implements Origin {}

        /** Made by an earlier start. */
        record Kept(Path file) implements Origin {}
    }

    /** The given one, else the one that is kept in the data directory, else a new one that is kept from now on. */
    static AdminKey of(DataDirectory data, Optional<Secret> given) throws StartException {
        if (given.isPresent()) {
            return new AdminKey(given.get(), new Origin.Given());
        }
        KeyFile file = new KeyFile(data, "admin.key");
        return file.exists()
                ? new AdminKey(file.read(), new Origin.Kept(file.path()))
                : new AdminKey(file.create(AdminKey::generate), new Origin.Generated(file.path()));
    }

    private static Secret generate() {
        return ApiKeySecret.generate(new ApiKeyId(new Uuid7(InstantSource.system()).next()), new SecureRandom());
    }
}
