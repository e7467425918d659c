package dev.posthaste.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class HtmlTextTest {

    private static String text(String html) {
        TextSink sink = new TextSink(1_000_000);
        HtmlText.write(html, sink);
        return sink.toString();
    }

    @Test
    void tags_divide_words_and_inline_tags_do_not() {
        assertThat(text("<p>Hello</p><p>W<b>or</b>ld<br>again</p>")).isEqualTo("Hello World again");
        assertThat(text("a<td>b</td>c")).isEqualTo("a b c");
    }

    @Test
    void scripts_styles_titles_and_comments_go() {
        assertThat(
                        text(
                                "a<script>if (1 < 2) { '</p>' }</SCRIPT >b<style>p{}</style>c<!-- <p>x</p> -->d<title>t</title>"))
                .isEqualTo("a b cd");
        assertThat(text("<html><head><title>t</title><style>s</style></head><body>text"))
                .isEqualTo("text");
        assertThat(text("a</script>b")).isEqualTo("a b");
    }

    @Test
    void references_are_decoded() {
        assertThat(text("&lt;&amp;&gt;&quot;&nbsp;&auml;&eacute;&euro;&#228;&#xE4;&hellip;"))
                .isEqualTo("<&>\" \u00E4\u00E9\u20AC\u00E4\u00E4\u2026");
        assertThat(text("a & b &unknown; &#; &#xZZ; &#xD800; &#99999999999; &amp"))
                .isEqualTo("a & b &unknown; &#; &#xZZ; \uFFFD \uFFFD &");
    }

    @Test
    void a_greater_sign_within_an_attribute_ends_no_tag() {
        assertThat(text("<a title=\"x > y\" href='>'>link</a>")).isEqualTo("link");
    }

    @Test
    void what_is_no_tag_is_text() {
        assertThat(text("1 < 2 and 3 > 2 <3")).isEqualTo("1 < 2 and 3 > 2 <3");
        assertThat(text("<!DOCTYPE html>x<?xml?>y")).isEqualTo("x y");
    }

    @Test
    void hostile_html_takes_time_in_proportion() {
        for (String piece : List.of(
                "<", "<a ", "<!--", "<script>", "<script></", "&", "&#", "<a b=\"", "</", "&amp", "<style><!--")) {
            String hostile = piece.repeat(400_000 / piece.length());
            String text = Assertions.assertTimeout(Duration.ofSeconds(5), () -> text(hostile));
            assertThat(text.length()).isLessThanOrEqualTo(hostile.length());
        }
    }
}
