package dev.posthaste.mime;

import static dev.posthaste.mime.IndexChecks.require;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EncodedWordsTest {

    @Test
    void the_examples_of_rfc_2047_section_8_are_decoded() {
        assertThat(EncodedWords.decode("=?US-ASCII?Q?Keith_Moore?=")).isEqualTo("Keith Moore");
        assertThat(EncodedWords.decode("=?ISO-8859-1?Q?Keld_J=F8rn_Simonsen?=")).isEqualTo("Keld J\u00F8rn Simonsen");
        assertThat(EncodedWords.decode("=?ISO-8859-1?Q?Andr=E9?= Pirard")).isEqualTo("Andr\u00E9 Pirard");
        assertThat(EncodedWords.decode("=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?="
                        + " =?ISO-8859-2?B?dSB1bmRlcnN0YW5kIHRoZSBleGFtcGxlLg==?="))
                .isEqualTo("If you can read this you understand the example.");
        assertThat(EncodedWords.decode("=?iso-8859-8?b?7eXs+SDv4SDp7Oj08A==?="))
                .isEqualTo("\u05DD\u05D5\u05DC\u05E9 \u05DF\u05D1 \u05D9\u05DC\u05D8\u05E4\u05E0");
    }

    @Test
    void white_space_between_words_goes_and_beside_text_stays() {
        assertThat(EncodedWords.decode("(=?ISO-8859-1?Q?a?=)")).isEqualTo("(a)");
        assertThat(EncodedWords.decode("=?ISO-8859-1?Q?a?= b")).isEqualTo("a b");
        assertThat(EncodedWords.decode("=?ISO-8859-1?Q?a?=  =?ISO-8859-1?Q?b?="))
                .isEqualTo("ab");
        assertThat(EncodedWords.decode("=?ISO-8859-1?Q?a_b?=")).isEqualTo("a b");
        assertThat(EncodedWords.decode("=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?="))
                .isEqualTo("a b");
    }

    @Test
    void a_character_that_is_cut_between_two_words_is_whole_again() {
        assertThat(EncodedWords.decode("=?utf-8?Q?Gr=C3?= =?UTF-8?Q?=BC=C3=9Fe?="))
                .isEqualTo("Gr\u00FC\u00DFe");
        assertThat(EncodedWords.decode("=?utf-8?B?4oI=?= =?utf-8?B?rA==?=")).isEqualTo("\u20AC");
    }

    @Test
    void a_language_mark_of_rfc_2231_is_passed_over() {
        assertThat(EncodedWords.decode("=?US-ASCII*EN?Q?Keith_Moore?=")).isEqualTo("Keith Moore");
    }

    @Test
    void an_unknown_charset_is_read_as_what_it_most_likely_is() {
        assertThat(EncodedWords.decode("=?x-unknown?Q?Gr=C3=BC=C3=9Fe?=")).isEqualTo("Gr\u00FC\u00DFe");
        assertThat(EncodedWords.decode("=?x-unknown?Q?Gr=FC=DFe?=")).isEqualTo("Gr\u00FC\u00DFe");
        assertThat(EncodedWords.decode("=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=")).isEqualTo("\u65E5\u672C");
    }

    @Test
    void what_is_no_encoded_word_stays() {
        for (String text : new String[] {
            "=?",
            "=?utf-8",
            "=?utf-8?",
            "=?utf-8?Q?",
            "=?utf-8?Q?abc",
            "=?utf-8?X?abc?=",
            "=??Q?abc?=",
            "a =? b",
            "=?utf-8?Q?a?b?="
        }) {
            assertThat(EncodedWords.decode(text)).isEqualTo(text);
        }
        assertThat(EncodedWords.decode("=?=?utf-8?Q?a?=")).isEqualTo("=?a");
        assertThat(EncodedWords.decode("=?utf-8?Q?=4=ZZ=41?=")).isEqualTo("=4=ZZA");
    }

    @Test
    void control_characters_do_not_come_out_of_an_encoded_word() {
        assertThat(EncodedWords.decode("=?utf-8?Q?a=0D=0ABcc:_x=00y?=")).isEqualTo("a  Bcc: x\uFFFDy");
    }

    @Test
    void encoding_leaves_ascii_legible_and_keeps_words_short() {
        assertThat(EncodedWords.encode("Hello world")).isEqualTo("Hello world");
        assertThat(EncodedWords.encode("Hello W\u00F6rld again")).isEqualTo("Hello =?UTF-8?Q?W=C3=B6rld?= again");
        assertThat(EncodedWords.encode("not an =?utf-8?Q?encoded?= word")).doesNotContain(" =?utf-8?Q?encoded?= ");
        for (String word : EncodedWords.encode("\u65E5\u672C\u8A9E".repeat(40)).split(" ", -1)) {
            assertThat(word.length()).isLessThanOrEqualTo(75);
            assertThat(EncodedWords.decode(word)).doesNotContain("\uFFFD").doesNotContain("=?");
        }
    }

    @Test
    void whatever_is_encoded_is_decoded_to_the_same() {
        Random random = new Random(2047);
        int cases = 0;
        for (int i = 0; i < Fuzz.CASES; i++) {
            StringBuilder text = new StringBuilder("x");
            for (int j = random.nextInt(40); j > 0; j--) {
                text.append(
                        switch (random.nextInt(6)) {
                            case 0 -> " ";
                            case 1 -> "=?";
                            case 2 -> Character.toString(random.nextInt(0xA1, 0xD7FF));
                            case 3 -> Character.toString(random.nextInt(0x1F300, 0x1F6FF));
                            default -> Character.toString(random.nextInt('!', '~'));
                        });
            }
            String plain = text.append('y').toString();
            String encoded = EncodedWords.encode(plain);
            require(encoded.chars().allMatch(c -> c >= ' ' && c < 0x7F), "encoded words are ASCII");
            require(EncodedWords.decode(encoded).equals(plain), plain);
            cases++;
        }
        assertThat(cases).isEqualTo(Fuzz.CASES);
    }
}
