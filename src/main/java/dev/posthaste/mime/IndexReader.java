package dev.posthaste.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link IndexFormat} from untrusted octets: the result is always an index or an {@link IndexFormatException}.
 */
final class IndexReader {

    private final byte[] in;
    private int at;

    IndexReader(byte[] in) {
        this.in = in;
    }

    MimeIndex read() throws IndexFormatException {
        if (in.length == 0 || in[at++] != IndexFormat.VERSION) {
            throw new IndexFormatException("not an index of version " + IndexFormat.VERSION);
        }
        MimeIndex index = message(0, 0);
        if (at != in.length) {
            throw new IndexFormatException("octets after the index, from " + at);
        }
        return index;
    }

    private MimeIndex message(long base, int depth) throws IndexFormatException {
        Envelope.Texts texts = new Envelope.Texts(textOrAbsent(), textOrAbsent(), textOrAbsent(), textOrAbsent());
        Envelope.Addresses addresses =
                new Envelope.Addresses(addresses(), addresses(), addresses(), addresses(), addresses(), addresses());
        List<String> references = texts();
        return new MimeIndex(new Envelope(texts, addresses, references), part(base, depth));
    }

    private AddressList addresses() throws IndexFormatException {
        int count = count();
        if (count == 0) {
            return AddressList.EMPTY;
        }
        List<Address> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(address());
        }
        return new AddressList(entries);
    }

    private Address address() throws IndexFormatException {
        long kind = number();
        if (kind == IndexFormat.MAILBOX) {
            return mailbox();
        }
        if (kind != IndexFormat.GROUP) {
            throw new IndexFormatException("unknown kind of address: " + kind);
        }
        String name = text();
        int count = count();
        List<Mailbox> members = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            members.add(mailbox());
        }
        return new Address.Group(name, members);
    }

    private Mailbox mailbox() throws IndexFormatException {
        return new Mailbox(text(), text(), text(), text());
    }

    private Part part(long base, int depth) throws IndexFormatException {
        if (depth > IndexFormat.MAX_DEPTH) {
            throw new IndexFormatException("deeper than " + IndexFormat.MAX_DEPTH);
        }
        long offset = base + number();
        Span header = new Span(offset, number());
        Span body = new Span(header.end(), number());
        long lines = number();
        ContentFields fields = fields();
        return new Part(header, body, lines, fields, content(body.offset(), depth + 1));
    }

    private Part.Content content(long base, int depth) throws IndexFormatException {
        long kind = number();
        if (kind == IndexFormat.OPAQUE) {
            return new Part.Content.Opaque();
        }
        if (kind == IndexFormat.MESSAGE) {
            return new Part.Content.Message(message(base, depth));
        }
        int count = count();
        if (kind != IndexFormat.MULTIPART || count == 0) {
            throw new IndexFormatException("unknown kind of content: " + kind);
        }
        List<Part> parts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            parts.add(part(base, depth));
        }
        return new Part.Content.Multipart(parts);
    }

    private ContentFields fields() throws IndexFormatException {
        ContentType type = new ContentType(text(), text(), parameters());
        String id = text();
        String description = text();
        String encoding = text();
        String md5 = text();
        ContentDisposition disposition = disposition();
        return new ContentFields(type, id, description, encoding, md5, disposition, texts(), text());
    }

    private ContentDisposition disposition() throws IndexFormatException {
        String type = text();
        Parameters parameters = parameters();
        return type.isEmpty() ? ContentDisposition.NONE : new ContentDisposition(type, parameters);
    }

    private Parameters parameters() throws IndexFormatException {
        int count = count();
        if (count == 0) {
            return Parameters.NONE;
        }
        List<Parameter> parameters = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            parameters.add(new Parameter(text(), text()));
        }
        return new Parameters(parameters);
    }

    private List<String> texts() throws IndexFormatException {
        int count = count();
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(text());
        }
        return texts;
    }

    private String text() throws IndexFormatException {
        String text = textOrAbsent();
        if (text == null) {
            throw new IndexFormatException("a text is missing before " + at);
        }
        return text;
    }

    private @Nullable String textOrAbsent() throws IndexFormatException {
        long number = number();
        if ((number & 1) == 1) {
            long place = number >> 1;
            if (place >= IndexFormat.WORDS.size()) {
                throw new IndexFormatException("no word " + place);
            }
            return place == IndexFormat.ABSENT ? null : IndexFormat.WORDS.get((int) place);
        }
        long length = number >> 1;
        if (length > in.length - at) {
            throw new IndexFormatException("a text of " + length + " octets at " + at);
        }
        String text = new String(in, at, (int) length, StandardCharsets.UTF_8);
        at += (int) length;
        return text;
    }

    /** The number of elements that follow, each of at least one octet. */
    private int count() throws IndexFormatException {
        long count = number();
        if (count > in.length - at) {
            throw new IndexFormatException(count + " things at " + at);
        }
        return (int) count;
    }

    private long number() throws IndexFormatException {
        long value = 0;
        for (int shift = 0; shift <= 49; shift += 7) {
            if (at >= in.length) {
                throw new IndexFormatException("ends within a number");
            }
            byte octet = in[at++];
            value |= (octet & 0x7FL) << shift;
            if (octet >= 0 && value <= IndexFormat.MAX_NUMBER) {
                return value;
            }
        }
        throw new IndexFormatException("a number is too great, before " + at);
    }
}
