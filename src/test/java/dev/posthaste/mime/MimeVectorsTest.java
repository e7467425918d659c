package dev.posthaste.mime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Vectors;
import dev.posthaste.Vectors.Vector;
import java.util.List;
import org.junit.jupiter.api.Test;

class MimeVectorsTest {

    @Test
    void messages_of_the_project_are_indexed_alike_in_one_piece_and_byte_by_byte() {
        checkAll(Vectors.own(), 7);
    }

    @Test
    void hard_messages_of_the_world_are_indexed_alike_in_one_piece_and_byte_by_byte() {
        checkAll(Vectors.shared("mime"), 80);
    }

    @Test
    void bounces_of_many_servers_are_indexed_alike_in_one_piece_and_byte_by_byte() {
        checkAll(Vectors.shared("bounces"), 157);
    }

    private static void checkAll(List<Vector> vectors, int atLeast) {
        assertThat(vectors).hasSizeGreaterThanOrEqualTo(atLeast);
        for (Vector vector : vectors) {
            Indexed whole = MimeIndexer.index(vector.octets());
            IndexChecks.check(vector.octets(), whole);
            assertThat(IndexChecks.inPieces(vector.octets(), 1))
                    .as(vector.name())
                    .isEqualTo(whole);
            assertThat(IndexChecks.inPieces(vector.octets(), 77))
                    .as(vector.name())
                    .isEqualTo(whole);
        }
    }
}
