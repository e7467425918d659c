package dev.posthaste.mime;

import static dev.posthaste.mime.IndexChecks.require;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ParametersTest {

    private static Parameters parameters(String contentType) {
        return ContentType.parse(contentType).orElseThrow().parameters();
    }

    @Test
    void the_examples_of_rfc_2231_are_decoded() {
        assertThat(parameters("message/external-body; access-type=URL;"
                                + " URL*0=\"ftp://\"; URL*1=\"cs.utk.edu/pub/moore/bulk-mailer/bulk-mailer.tar\"")
                        .get("url"))
                .contains("ftp://cs.utk.edu/pub/moore/bulk-mailer/bulk-mailer.tar");
        assertThat(parameters("application/x-stuff; title*=us-ascii'en-us'This%20is%20%2A%2A%2Afun%2A%2A%2A")
                        .get("title"))
                .contains("This is ***fun***");
        assertThat(parameters("application/x-stuff; title*0*=us-ascii'en'This%20is%20even%20more%20;"
                                + " title*1*=%2A%2A%2Afun%2A%2A%2A%20; title*2=\"isn't it!\"")
                        .get("title"))
                .contains("This is even more ***fun*** isn't it!");
    }

    @Test
    void continuations_are_joined_by_number_and_end_at_a_gap() {
        assertThat(parameters("a/b; x*1=B; x*0=A; x*3=D").get("x")).contains("AB");
        assertThat(parameters("a/b; x*1=B").get("x")).isEmpty();
        assertThat(parameters("a/b; x*0=A; x*0=Z; x*1=B").get("x")).contains("AB");
    }

    @Test
    void an_extended_value_outdoes_a_plain_one() {
        assertThat(parameters("a/b; filename=\"Gr__e\"; filename*=UTF-8''Gr%C3%BC%C3%9Fe")
                        .get("filename"))
                .contains("Gr\u00FC\u00DFe");
    }

    @Test
    void a_character_that_is_cut_between_continuations_is_whole_again() {
        assertThat(parameters("a/b; x*0*=utf-8''%C3; x*1*=%A4").get("x")).contains("\u00E4");
    }

    @Test
    void an_encoded_word_in_a_file_name_is_decoded_as_senders_mean_it() {
        assertThat(parameters("a/b; name=\"=?utf-8?Q?=C3=A4.txt?=\"").get("name"))
                .contains("\u00E4.txt");
    }

    @Test
    void raw_parameters_are_kept_as_written_and_in_order() {
        ContentType type =
                ContentType.parse("Text/PLAIN; Charset=\"UTF-8\"; X*0*=a''b").orElseThrow();
        assertThat(type.essence()).isEqualTo("text/plain");
        assertThat(type.parameters().written())
                .containsExactly(new Parameter("charset", "UTF-8"), new Parameter("x*0*", "a''b"));
    }

    @Test
    void comments_double_semicolons_and_unquoted_spaces_are_survived() {
        assertThat(parameters("text/plain (comment; x=y); charset=us-ascii (Plain text)")
                        .get("charset"))
                .contains("us-ascii");
        assertThat(parameters("text/plain;; ;charset=utf-8;").get("charset")).contains("utf-8");
        assertThat(parameters("a/b; name=my file.txt; x=1").get("name")).contains("my file.txt");
        assertThat(parameters("a/b; =nothing; broken; x = 1").get("x")).contains("1");
        assertThat(parameters("a/b; name=\"unclosed; x=1").get("name")).contains("unclosed; x=1");
        assertThat(parameters("a/b; name=\"a;b\\\"c\"; x=1").get("x")).contains("1");
    }

    @Test
    void what_is_no_media_type_is_none() {
        assertThat(ContentType.parse("")).isEmpty();
        assertThat(ContentType.parse("text")).isEmpty();
        assertThat(ContentType.parse("text/")).isEmpty();
        assertThat(ContentType.parse("/plain")).isEmpty();
        assertThat(ContentDisposition.parse("")).isEqualTo(ContentDisposition.NONE);
    }

    @Test
    void a_flood_of_parameters_is_read_up_to_the_limit() {
        StringBuilder flood = new StringBuilder("a/b");
        for (int i = 0; i < 100_000; i++) {
            flood.append("; x*").append(i).append("*=%41");
        }
        Parameters read = parameters(flood.toString());
        assertThat(read.written()).hasSize(Parameters.MAX_PARAMETERS);
        assertThat(read.get("x")).contains("A".repeat(ExtendedParameters.MAX_SECTIONS));
        assertThat(parameters("a/b; x*999999999999999999*=a; x*-1=b; x**=c; x*0=d")
                        .get("x"))
                .contains("d");
    }

    @Test
    void control_characters_do_not_come_out_of_a_file_name() {
        assertThat(parameters("a/b; filename*=utf-8''a%0D%0Ab%00c").get("filename"))
                .contains("a\uFFFD\uFFFDb\uFFFDc");
    }

    @Test
    void whatever_is_written_is_read_back_equal() {
        Random random = new Random(2231);
        int cases = 0;
        for (int i = 0; i < Fuzz.CASES; i++) {
            StringBuilder value = new StringBuilder();
            for (int j = random.nextInt(random.nextInt(10) == 0 ? 400 : 30); j > 0; j--) {
                value.append(Character.toString(
                        random.nextInt(3) == 0 ? random.nextInt(0xA1, 0xD7FF) : random.nextInt(' ', '~')));
            }
            List<String> pieces = ExtendedParameters.write("filename", value.toString());
            require(pieces.stream().allMatch(piece -> piece.length() <= HeaderField.GOOD_LINE - 2), "each fits a line");
            String written = "attachment; " + String.join("; ", pieces);
            require(written.chars().allMatch(c -> c >= ' ' && c < 0x7F), "ASCII alone");
            Optional<String> read =
                    ContentDisposition.parse(written).parameters().get("filename");
            require(read.equals(Optional.of(value.toString())), written);
            cases++;
        }
        assertThat(cases).isEqualTo(Fuzz.CASES);
    }
}
