package dev.posthaste.mime;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes {@link IndexFormat}. */
final class IndexWriter {

    private final OctetBuffer out = new OctetBuffer();

    private IndexWriter() {}

    static byte[] write(MimeIndex index) {
        IndexWriter writer = new IndexWriter();
        writer.out.append(IndexFormat.VERSION);
        writer.message(index, 0);
        return writer.out.copy();
    }

    private void message(MimeIndex index, long base) {
        Envelope envelope = index.envelope();
        text(envelope.texts().date());
        text(envelope.texts().subject());
        text(envelope.texts().inReplyTo());
        text(envelope.texts().messageId());
        addresses(envelope.from());
        addresses(envelope.sender());
        addresses(envelope.replyTo());
        addresses(envelope.to());
        addresses(envelope.cc());
        addresses(envelope.bcc());
        texts(envelope.references());
        part(index.root(), base);
    }

    private void addresses(AddressList list) {
        number(list.entries().size());
        for (Address entry : list.entries()) {
            switch (entry) {
                case Mailbox mailbox -> {
                    number(IndexFormat.MAILBOX);
                    mailbox(mailbox);
                }
                case Address.Group group -> {
                    number(IndexFormat.GROUP);
                    text(group.name());
                    number(group.members().size());
                    group.members().forEach(this::mailbox);
                }
            }
        }
    }

    private void mailbox(Mailbox mailbox) {
        text(mailbox.name());
        text(mailbox.route());
        text(mailbox.local());
        text(mailbox.host());
    }

    private void part(Part part, long base) {
        number(part.header().offset() - base);
        number(part.header().length());
        number(part.body().length());
        number(part.lines());
        fields(part.fields());
        long inside = part.body().offset();
        switch (part.content()) {
            case Part.Content.Opaque ignored -> number(IndexFormat.OPAQUE);
            case Part.Content.Multipart multipart -> {
                number(IndexFormat.MULTIPART);
                number(multipart.parts().size());
                multipart.parts().forEach(inner -> part(inner, inside));
            }
            case Part.Content.Message nested -> {
                number(IndexFormat.MESSAGE);
                message(nested.message(), inside);
            }
        }
    }

    private void fields(ContentFields fields) {
        text(fields.type().type());
        text(fields.type().subtype());
        parameters(fields.type().parameters());
        text(fields.id());
        text(fields.description());
        text(fields.transferEncoding());
        text(fields.md5());
        text(fields.disposition().type());
        parameters(fields.disposition().parameters());
        texts(fields.language());
        text(fields.location());
    }

    private void parameters(Parameters parameters) {
        number(parameters.written().size());
        for (Parameter parameter : parameters.written()) {
            text(parameter.name());
            text(parameter.value());
        }
    }

    private void texts(List<String> texts) {
        number(texts.size());
        texts.forEach(this::text);
    }

    private void text(@Nullable String text) {
        if (text == null) {
            number(IndexFormat.ABSENT * 2L + 1);
            return;
        }
        Integer place = IndexFormat.PLACES.get(text);
        if (place != null) {
            number(place * 2L + 1);
        } else {
            byte[] octets = text.getBytes(StandardCharsets.UTF_8);
            number(octets.length * 2L);
            out.append(octets);
        }
    }

    private void number(long value) {
        long rest = value;
        while (rest >= 0x80) {
            out.append((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.append((int) rest);
    }
}
