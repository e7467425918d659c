package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthaste.id.Secret;
import dev.posthaste.login.ApiKeySecret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {

    private static final byte[] PLAIN = "a private key".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    DataDirectory data;

    @BeforeEach
    void open() throws StartException {
        data = DataDirectory.open(folder);
    }

    @AfterEach
    void close() {
        data.close();
    }

    @Test
    void an_admin_key_is_generated_once_and_kept() throws Exception {
        AdminKey first = AdminKey.of(data, Optional.empty());
        AdminKey second = AdminKey.of(data, Optional.empty());

        Path file = data.path().resolve("admin.key");
        assertThat(first.origin()).isEqualTo(new AdminKey.Origin.Generated(file));
        assertThat(second.origin()).isEqualTo(new AdminKey.Origin.Kept(file));
        assertThat(second.key()).isEqualTo(first.key());
        assertThat(first.key().<Boolean>use(ApiKeySecret::isWellFormed)).isTrue();
        assertThat(first.toString()).doesNotContain("ph_live_");
        assertThat(mode("admin.key")).isEqualTo("rw-------");
    }

    @Test
    void a_given_admin_key_is_that_exact_string_and_is_not_written_down() throws Exception {
        AdminKey given = AdminKey.of(data, Optional.of(new Secret("anything at all")));

        assertThat(given).isEqualTo(new AdminKey(new Secret("anything at all"), new AdminKey.Origin.Given()));
        assertThat(data.path().resolve("admin.key")).doesNotExist();
    }

    @Test
    void what_was_sealed_is_opened_after_a_restart() throws Exception {
        byte[] sealed = MasterKey.of(data, Optional.empty()).seal("dkim", PLAIN);

        assertThat(MasterKey.of(data, Optional.empty()).open("dkim", sealed)).isEqualTo(PLAIN);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("private");
        assertThat(mode("master.key")).isEqualTo("rw-------");
    }

    @Test
    void sealing_twice_gives_different_octets() throws Exception {
        MasterKey key = MasterKey.of(data, Optional.empty());

        assertThat(key.seal("dkim", PLAIN)).isNotEqualTo(key.seal("dkim", PLAIN));
    }

    @Test
    void another_purpose_another_key_or_a_changed_octet_opens_nothing() throws Exception {
        MasterKey key = MasterKey.of(data, Optional.empty());
        byte[] sealed = key.seal("dkim", PLAIN);

        assertThatThrownBy(() -> key.open("tls", sealed)).isInstanceOf(IllegalStateException.class);
        MasterKey other = MasterKey.of(data, Optional.of(new Secret("A".repeat(43) + '=')));
        assertThatThrownBy(() -> other.open("dkim", sealed)).isInstanceOf(IllegalStateException.class);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> key.open("dkim", changed)).isInstanceOf(IllegalStateException.class);
            byte[] cut = Arrays.copyOf(sealed, i);
            assertThatThrownBy(() -> key.open("dkim", cut)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void a_given_master_key_has_32_octets_in_base64() throws Exception {
        for (String wrong : new String[] {"short", "AAAA", "not base64 at all!", "A".repeat(86) + "=="}) {
            assertThatThrownBy(() -> MasterKey.of(data, Optional.of(new Secret(wrong))))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("POSTHASTE_MASTER_KEY")
                    .hasMessageContaining("openssl rand -base64 32")
                    .hasMessageNotContaining(wrong);
        }
        assertThat(data.path().resolve("master.key")).doesNotExist();
    }

    private String mode(String file) throws Exception {
        return PosixFilePermissions.toString(
                Files.getPosixFilePermissions(data.path().resolve(file)));
    }
}
