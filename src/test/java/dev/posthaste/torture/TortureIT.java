package dev.posthaste.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} and worse under load: what was acknowledged holds, once. Five disturbances in a normal run; {@code make
 * torture KILLS=100} sets the properties {@code torture.kills} and {@code torture.seed}.
 */
class TortureIT {

    private static final int KILLS = 5;

    /** A normal run relays in its first round alone, and does not wait for the last round's leases. */
    private static final int WITHOUT_RELAY = 4;

    private static final Path REPORT = Path.of("target", "torture.md");

    @TempDir
    Path folder;

    @Test
    void nothing_that_was_acknowledged_is_lost() throws Exception {
        int kills = Integer.getInteger("torture.kills", KILLS);
        assumeTrue(kills > 0, "skipped: no kills are wanted");
        long seed = Long.getLong("torture.seed", 1);
        try (Torture torture = Torture.in(folder.resolve("data"), seed)) {
            try {
                torture.run(kills, kills > KILLS ? 0 : WITHOUT_RELAY);
            } finally {
                torture.report().keep(REPORT);
            }
            assertThat(torture.report().findings()).isEmpty();
        }
    }
}
