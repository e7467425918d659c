package dev.posthaste.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.posthaste.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustAnchorsTest {

    private static final String DS =
            ". IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D";
    private static final String OTHER =
            "test. 60 IN DS 37453 13 2 efb8155700bab3ee1619d7b0b11b6111dc5541efdc69c58f4e8abd798bda8240";
    private static final String KEY =
            ". DNSKEY 257 3 13 1NI3onF1rwd2DxLSbnMAKfKpMYdO0aEcnRNr9OlA/LWMhC51u+RfhgqTVil9gOHqr2Xv8bP9tVqGFJT/wVa7Iw==";

    /** The file of package dns-root-data with IANA's trust anchors. */
    private static final Path ROOT_DS = Path.of("/usr/share/dns/root.ds");

    @TempDir
    Path folder;

    @Test
    void root_is_the_two_keys_of_iana() {
        assertThat(TrustAnchors.parse("root").lines().lines())
                .hasSize(2)
                .anyMatch(line -> line.contains("20326 8 2 E06D44B8"))
                .anyMatch(line -> line.contains("38696 8 2 683D2D0A"));
    }

    @Test
    void root_is_what_the_package_of_root_data_says() throws IOException {
        assumeTrue(Files.isReadable(ROOT_DS), "dns-root-data is not installed");
        assertThat(TrustAnchors.parse(ROOT_DS.toString()).lines().lines())
                .containsExactlyInAnyOrderElementsOf(
                        TrustAnchors.ROOT.lines().lines().toList());
    }

    @Test
    void the_keys_of_the_package_of_root_data_are_read_with_its_comments() {
        Path keys = Path.of("/usr/share/dns/root.key");
        assumeTrue(Files.isReadable(keys), "dns-root-data is not installed");
        assertThat(TrustAnchors.parse(keys.toString()).lines().lines())
                .isNotEmpty()
                .allMatch(line -> line.contains("DNSKEY"));
    }

    @Test
    void records_are_separated_by_semicolons_or_line_ends() {
        TrustAnchors both = TrustAnchors.parse(DS + ";" + OTHER);
        assertThat(TrustAnchors.parse(DS + "\n" + OTHER + "\n")).isEqualTo(both).hasSameHashCodeAs(both);
        assertThat(both.lines().lines()).hasSize(2);
        assertThat(both.isEmpty()).isFalse();
    }

    @Test
    void a_key_may_stand_for_itself() {
        assertThat(TrustAnchors.parse(KEY).lines()).contains("DNSKEY");
    }

    @Test
    void a_file_holds_records_as_a_zone_file_does() throws IOException {
        Path file = Files.writeString(
                folder.resolve("anchors"),
                "; ours\n" + DS + " ; KSK-2017\ntest. IN DS (37453 13 2\n"
                        + "efb8155700bab3ee1619d7b0b11b6111 dc5541efdc69c58f4e8abd798bda8240 )\n");
        assertThat(TrustAnchors.parse(file.toString())).isEqualTo(TrustAnchors.parse(DS + ";" + OTHER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ". IN DS 20326 8 2",
                ". IN DS 20326 8 2 E06D",
                ". IN DS 20326 8 1 E06D44B80B8F1D39A95C0B0D7C65D08458E88040",
                ". IN DS 20326 5 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D",
                ". IN DS x 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D",
                ". CH DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D",
                ". IN CDS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D ; DS x",
                ". IN DNSKEY 0 3 13 1NI3onF1rwd2DxLSbnMAKfKpMYdO0aEcnRNr9OlA/LWMhC51u+RfhgqTVil9gOHqr2Xv8bP9tVqGFJT/wVa7Iw==",
                ". IN DNSKEY 385 3 13 1NI3onF1rwd2DxLSbnMAKfKpMYdO0aEcnRNr9OlA/LWMhC51u+RfhgqTVil9gOHqr2Xv8bP9tVqGFJT/wVa7Iw==",
                "$INCLUDE /etc/passwd DS x",
                "a.test. IN TXT \" DS \"",
            })
    void what_is_no_anchor_is_refused_with_what_one_looks_like(String setting) {
        assertThatThrownBy(() -> TrustAnchors.parse(setting))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DS or DNSKEY record");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/no/such/file", "Root", "yes", "/", "a\0b"})
    void what_is_neither_records_nor_a_file_is_refused_with_all_that_it_may_be(String setting) {
        assertThatThrownBy(() -> TrustAnchors.parse(setting))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("neither 'root'")
                .hasMessageContaining("20326")
                .hasMessageContaining("file");
    }

    @Test
    void an_empty_and_an_endless_file_are_refused() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "; nothing\n");
        assertThatThrownBy(() -> TrustAnchors.parse(empty.toString())).hasMessageContaining("holds no DS");
        assertThatThrownBy(() -> TrustAnchors.parse("/dev/zero")).hasMessageContaining("larger than");
    }

    @Test
    void any_text_is_anchors_or_refused() {
        Fuzz.cases(4034, chance -> {
            String text = Fuzz.text(
                    chance,
                    12,
                    ".",
                    " ",
                    "IN",
                    " DS ",
                    " DNSKEY ",
                    "8",
                    "2",
                    "257",
                    "3",
                    "E06D",
                    "=",
                    ";",
                    "\n",
                    "(",
                    ")",
                    "\"",
                    "$TTL",
                    "$GENERATE 1-99999999 ",
                    "\\",
                    "\u00e4",
                    "root",
                    "\t",
                    DS);
            try {
                assertThat(TrustAnchors.parse(text).lines()).contains("DS");
            } catch (IllegalArgumentException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        });
    }
}
