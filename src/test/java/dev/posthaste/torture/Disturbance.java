package dev.posthaste.torture;

/** What happens to the server at a moment that nobody chose. */
enum Disturbance {
    EVERYTHING("kill -9 of server and database"),
    DATABASE("kill -9 of the database"),
    CONNECTIONS("every connection to the database cut, for a second"),
    RECOVERY("kill -9 of both, and again while it starts"),
    BACKEND("kill -9 of one process of the database"),
    SERVER("kill -9 of the server alone"),
    FROZEN("server stopped for seconds (SIGSTOP)"),
    STALLED("database stopped for seconds (SIGSTOP)");

    private final String words;

    Disturbance(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
