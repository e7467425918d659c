package dev.posthaste.address;

/** Makes untrusted text safe for an error message: short and without control characters. */
final class Quoted {

    private static final int MAX_SHOWN = 80;

    private Quoted() {}

    static String text(String raw) {
        StringBuilder shown = new StringBuilder();
        raw.codePoints()
                .limit(MAX_SHOWN)
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }
}
