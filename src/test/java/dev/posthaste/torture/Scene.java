package dev.posthaste.torture;

/** What is done to the server in the middle of its work. */
interface Scene {

    /** What the report calls it. */
    String words();

    /** Does it, and says what is left to do. */
    After play() throws Exception;

    /** What somebody has to do afterwards. */
    enum After {
        /** It has ended and is started again. */
        RESTART,
        /** It goes on by itself. */
        GOES_ON
    }
}
