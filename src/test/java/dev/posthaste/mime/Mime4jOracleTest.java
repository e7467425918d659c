package dev.posthaste.mime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Vectors;
import dev.posthaste.Vectors.Vector;
import dev.posthaste.address.EmailAddress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.MimeConfig;
import org.junit.jupiter.api.Test;

/** Compares with Apache James Mime4J on well-formed messages. */
class Mime4jOracleTest {

    private static Message read(byte[] message) throws IOException {
        DefaultMessageBuilder builder = new DefaultMessageBuilder();
        builder.setMimeEntityConfig(MimeConfig.PERMISSIVE);
        return builder.parseMessage(new ByteArrayInputStream(message));
    }

    private static List<String> structure(Entity entity) {
        List<String> types = new ArrayList<>();
        types.add(entity.getMimeType());
        switch (entity.getBody()) {
            case Multipart multipart -> multipart.getBodyParts().forEach(part -> types.addAll(structure(part)));
            case Message message -> types.addAll(structure(message));
            case null, default -> {}
        }
        return types;
    }

    private static List<String> structure(Part part) {
        List<String> types = new ArrayList<>();
        types.add(part.type().essence());
        part.parts().forEach(inner -> types.addAll(structure(inner)));
        part.message().ifPresent(message -> types.addAll(structure(message.root())));
        return types;
    }

    private static List<byte[]> contents(Entity entity) throws IOException {
        List<byte[]> contents = new ArrayList<>();
        if (entity.getBody() instanceof Multipart multipart) {
            for (Entity part : multipart.getBodyParts()) {
                contents.addAll(contents(part));
            }
        } else if (entity.getBody() instanceof SingleBody body) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            body.writeTo(out);
            contents.add(out.toByteArray());
        }
        return contents;
    }

    @Test
    void what_we_compose_is_read_by_another_as_we_read_it() throws Exception {
        byte[] file = new byte[3_000];
        new Random(3).nextBytes(file);
        byte[] message = new MessageComposer(new Random(4))
                .from(Mailbox.of("J\u00F6rg, Dr.", EmailAddress.of("joerg@example.org")))
                .to(List.of(Mailbox.of("\u65E5\u672C\u8A9E ".repeat(20).strip(), EmailAddress.of("x@example.net"))))
                .subject("Gr\u00FC\u00DFe aus M\u00FCnchen ".repeat(10).strip())
                .date(OffsetDateTime.parse("1997-11-21T09:55:06-06:00"))
                .text("Sch\u00F6n.\r\n")
                .html("<p>\u65E5\u672C\u8A9E</p>")
                .inline("a@b", Attachment.of("i.png", new ContentType("image", "png", Parameters.NONE), file))
                .attach(Attachment.of("\u00C4rger.pdf", new ContentType("application", "pdf", Parameters.NONE), file))
                .compose();
        Message read = read(message);
        MimeIndex index = MimeIndexer.index(message).index();
        assertThat(structure(index.root())).isEqualTo(structure(read));
        assertThat(read.getSubject()).isEqualTo(index.envelope().decodedSubject());
        assertThat(read.getFrom().getFirst().getName()).isEqualTo("J\u00F6rg, Dr.");
        assertThat(read.getDate().toInstant())
                .isEqualTo(index.envelope().sentAt().orElseThrow().toInstant());
        List<byte[]> contents = contents(read);
        List<Part> leaves = index.parts().stream()
                .map(MimeIndex.Numbered::part)
                .filter(part -> part.parts().isEmpty())
                .toList();
        assertThat(contents).hasSize(leaves.size());
        for (int i = 0; i < leaves.size(); i++) {
            Span body = leaves.get(i).body();
            byte[] octets = Arrays.copyOfRange(message, (int) body.offset(), (int) body.end());
            assertThat(DecodedBody.octets(leaves.get(i), octets)).isEqualTo(contents.get(i));
        }
    }

    @Test
    void bounces_of_the_world_have_the_structure_that_another_reader_sees() throws IOException {
        assertThat(disagreements(Vectors.shared("bounces")))
                .containsExactly(
                        // a multipart without parts: for us still a multipart
                        "lhost-office365-11.eml",
                        // invalid text after the subtype, which Mime4J includes in the subtype
                        "lhost-x1-02.eml");
    }

    @Test
    void hard_messages_have_the_structure_that_another_reader_sees() throws IOException {
        assertThat(disagreements(Vectors.shared("mime")))
                .containsExactly(
                        // messages in base64, which RFC 2046 section 5.2.1 forbids; we do not decode them
                        "multi-2gifs-base64.msg",
                        "bad-newlines-multiple-parts-base64.msg",
                        "base64encoded-rfc822message-nested.msg",
                        // a boundary that does not fit on a line
                        "very-very-long-boundary.msg");
    }

    private static List<String> disagreements(List<Vector> vectors) throws IOException {
        List<String> names = new ArrayList<>();
        for (Vector vector : vectors) {
            List<String> ours =
                    structure(MimeIndexer.index(vector.octets()).index().root());
            if (!ours.equals(structure(read(vector.octets())))) {
                names.add(vector.name());
            }
        }
        return names;
    }
}
