package dev.posthaste.mime;

import java.util.List;
import java.util.Optional;

/** The parameters of a structured field in order, as written; {@link #get} decodes them. */
public record Parameters(List<Parameter> written) {

    /** No parameters. */
    public static final Parameters NONE = new Parameters(List.of());

    /** Maximum number of parameters read, which bounds the cost of joining continuations. */
    public static final int MAX_PARAMETERS = 256;

    /** Copies the list. */
    public Parameters {
        written = List.copyOf(written);
    }

    /** A single parameter. */
    public static Parameters of(String name, String value) {
        return new Parameters(List.of(new Parameter(name, value)));
    }

    /**
     * The decoded value of a parameter: RFC 2231 continuations joined and charsets decoded, with precedence over a
     * plain value of the same name (RFC 2231, RFC 6266 section 4.3). Encoded words in a plain value are decoded too,
     * contrary to RFC 2047 section 5, since many senders write file names that way. Contains no control characters.
     *
     * @param name in lower case, without RFC 2231 marks
     */
    public Optional<String> get(String name) {
        Optional<String> extended = ExtendedParameters.find(written, name);
        return extended.isPresent()
                ? extended
                : plain(name).map(EncodedWords::decode).map(ExtendedParameters::clean);
    }

    /** The undecoded value of exactly this name. */
    public Optional<String> plain(String name) {
        for (Parameter parameter : written) {
            if (parameter.name().equals(name)) {
                return Optional.of(parameter.value());
            }
        }
        return Optional.empty();
    }
}
