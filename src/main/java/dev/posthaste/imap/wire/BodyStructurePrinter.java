package dev.posthaste.imap.wire;

import dev.posthaste.mime.ContentDisposition;
import dev.posthaste.mime.ContentFields;
import dev.posthaste.mime.MimeIndex;
import dev.posthaste.mime.Parameter;
import dev.posthaste.mime.Parameters;
import dev.posthaste.mime.Part;
import java.util.List;
import java.util.Optional;

/**
 * Writes the body structure of a message.
 *
 * <pre>
 * body            = "(" (body-type-1part / body-type-mpart) ")"                     ; RFC 9051 section 9
 * body-type-1part = (media-basic SP body-fields / media-message SP body-fields SP envelope SP body SP body-fld-lines /
 *                   media-text SP body-fields SP body-fld-lines) [SP body-ext-1part]
 * body-type-mpart = 1*body SP media-subtype [SP body-ext-mpart]
 * body-fields     = body-fld-param SP body-fld-id SP body-fld-desc SP body-fld-enc SP body-fld-octets
 * body-ext-1part  = body-fld-md5 SP body-fld-dsp SP body-fld-lang SP body-fld-loc
 * body-ext-mpart  = body-fld-param SP body-fld-dsp SP body-fld-lang SP body-fld-loc
 * </pre>
 */
public final class BodyStructurePrinter {

    /** Whether to include extension data. */
    public enum Extent {
        /** {@code BODY}: without extension data. */
        BASIC,
        /** {@code BODYSTRUCTURE}: with extension data. */
        EXTENSIBLE
    }

    private final ResponseWriter out;
    private final Extent extent;

    /** A printer that writes to {@code out}. */
    public BodyStructurePrinter(ResponseWriter out, Extent extent) {
        this.out = out;
        this.extent = extent;
    }

    /** Writes the structure of {@code part} and of its children. */
    public void print(Part part) {
        out.raw("(");
        switch (part.content()) {
            case Part.Content.Multipart(List<Part> parts) -> {
                parts.forEach(this::print);
                multipart(part);
            }
            case Part.Content.Message(MimeIndex message) -> message(part, message);
            case Part.Content.Opaque ignored -> opaque(part);
        }
        out.raw(")");
    }

    private void opaque(Part part) {
        if (part.type().isMultipart()) {
            // The grammar requires at least one body in a multipart; an empty one stands for none.
            out.raw("(\"text\" \"plain\" NIL NIL NIL \"7bit\" 0 0)");
            multipart(part);
        } else if (part.type().isMessage()) {
            // The nested message was not parsed, so there is no envelope: describe the part as octets.
            leaf("application", "octet-stream", part);
            extensions(part);
        } else {
            leaf(part.type().type(), part.type().subtype(), part);
            if (part.type().isText()) {
                out.raw(" ").number(part.lines());
            }
            extensions(part);
        }
    }

    private void message(Part part, MimeIndex message) {
        leaf(part.type().type(), part.type().subtype(), part);
        out.raw(" ");
        EnvelopePrinter.print(message.envelope(), out);
        out.raw(" ");
        print(message.root());
        out.raw(" ").number(part.lines());
        extensions(part);
    }

    private void multipart(Part part) {
        out.raw(" ").string(part.type().subtype());
        if (extent == Extent.EXTENSIBLE) {
            out.raw(" ");
            parameters(part.type().parameters());
            dispositionAndOn(part.fields());
        }
    }

    private void leaf(String type, String subtype, Part part) {
        ContentFields fields = part.fields();
        out.string(type).raw(" ").string(subtype).raw(" ");
        parameters(part.type().parameters());
        out.raw(" ");
        EnvelopePrinter.string(present(fields.id()), out);
        out.raw(" ");
        EnvelopePrinter.text(present(fields.description()), out);
        out.raw(" ")
                .string(fields.transferEncoding())
                .raw(" ")
                .number(part.body().length());
    }

    private void extensions(Part part) {
        if (extent == Extent.EXTENSIBLE) {
            out.raw(" ");
            EnvelopePrinter.string(present(part.fields().md5()), out);
            dispositionAndOn(part.fields());
        }
    }

    private void dispositionAndOn(ContentFields fields) {
        out.raw(" ");
        disposition(fields.disposition());
        out.raw(" ");
        languages(fields.language());
        out.raw(" ");
        EnvelopePrinter.string(present(fields.location()), out);
    }

    private void disposition(ContentDisposition disposition) {
        if (!disposition.isPresent()) {
            out.nil();
            return;
        }
        out.raw("(").string(disposition.type()).raw(" ");
        parameters(disposition.parameters());
        out.raw(")");
    }

    private void languages(List<String> languages) {
        if (languages.isEmpty()) {
            out.nil();
        } else if (languages.size() == 1) {
            out.string(languages.get(0));
        } else {
            out.raw("(");
            for (int i = 0; i < languages.size(); i++) {
                out.raw(i == 0 ? "" : " ").string(languages.get(i));
            }
            out.raw(")");
        }
    }

    private void parameters(Parameters parameters) {
        if (parameters.written().isEmpty()) {
            out.nil();
            return;
        }
        String before = "(";
        for (Parameter parameter : parameters.written()) {
            out.raw(before).string(parameter.name()).raw(" ");
            EnvelopePrinter.text(Optional.of(parameter.value()), out);
            before = " ";
        }
        out.raw(")");
    }

    private static Optional<String> present(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
