package dev.posthaste.intake;

import java.util.List;
import java.util.Map;

/** What a program wrote on its email for itself; it is given back with everything said of the email. */
public record Labels(List<String> tags, Map<String, String> metadata) {

    /** Nothing. */
    public static final Labels NONE = new Labels(List.of(), Map.of());

    /** Keeps its own copies. */
    public Labels {
        tags = List.copyOf(tags);
        metadata = Map.copyOf(metadata);
    }
}
