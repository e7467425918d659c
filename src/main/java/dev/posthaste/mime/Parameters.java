package dev.posthaste.mime;

import java.util.List;
import java.util.Optional;

/** The parameters of a structured field in their order, as written; {@link #get} reads them as they are meant. */
public record Parameters(List<Parameter> written) {

    /** No parameters. */
    public static final Parameters NONE = new Parameters(List.of());

    /** More are not read: nobody sends them, and continuations would make reading them slow. */
    public static final int MAX_PARAMETERS = 256;

    /** Parameters in their order. */
    public Parameters {
        written = List.copyOf(written);
    }

    /** One parameter. */
    public static Parameters of(String name, String value) {
        return new Parameters(List.of(new Parameter(name, value)));
    }

    /**
     * The value of a parameter: RFC 2231 continuations joined and charsets decoded, which outdo a plain value of the same
     * name (RFC 2231, RFC 6266 section 4.3); encoded words in a plain value are decoded too, against RFC 2047 section 5,
     * since many senders write file names so. Holds no control characters.
     *
     * @param name in lower case, without RFC 2231 marks
     */
    public Optional<String> get(String name) {
        Optional<String> extended = ExtendedParameters.find(written, name);
        return extended.isPresent()
                ? extended
                : plain(name).map(EncodedWords::decode).map(ExtendedParameters::clean);
    }

    /** The value written for exactly this name. */
    public Optional<String> plain(String name) {
        for (Parameter parameter : written) {
            if (parameter.name().equals(name)) {
                return Optional.of(parameter.value());
            }
        }
        return Optional.empty();
    }
}
