package dev.posthaste.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** As whom PostgreSQL's programs run: they refuse to run as root, which is what we may be in a container. */
sealed interface RunAs {

    int ROOT = 0;

    /** Lines of {@code name:password:uid:gid:…}. */
    Path USERS = Path.of("/etc/passwd");

    /** What stands before the program on the command line. */
    List<String> prefix();

    /** As ourselves: we are not root. */
    record Ourselves() implements RunAs {
        @Override
        public List<String> prefix() {
            return List.of();
        }
    }

    /**
     * In a user namespace of its own without any mapping: the program sees the overflow uid, 65534, as its own and as
     * the owner of our files, and has none of root's capabilities.
     */
    record Namespace() implements RunAs {
        @Override
        public List<String> prefix() {
            return List.of("unshare", "--user", "--");
        }
    }

    /** As an unprivileged user, who owns the database's folder. */
    record Other(int uid) implements RunAs {
        @Override
        public List<String> prefix() {
            return List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups", "--");
        }
    }

    /** What works for the folder {@code home}: who owns it goes on owning it. */
    static RunAs chosenFor(Path home) throws StartException, IOException {
        int uid = owner(Path.of("/proc/self"));
        if (uid == ROOT && owner(home) != ROOT) {
            return new Other(owner(home));
        }
        // In a container one may be a number without a name, which initdb refuses as well.
        boolean welcome = uid != ROOT && hasName(uid);
        if (!welcome && works(new Namespace().prefix())) {
            return new Namespace();
        }
        return uid == ROOT ? otherUser() : new Ourselves();
    }

    /** Hands {@code home} over to whoever this is, if it is another user. */
    default void own(Path home) throws IOException {
        if (this instanceof Other(int uid)) {
            try (Stream<Path> files = Files.walk(home)) {
                for (Path file : files.toList()) {
                    Files.setAttribute(file, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
                }
            }
            // It has to pass through the data directory, and may not look around there.
            Files.setPosixFilePermissions(home.getParent(), PosixFilePermissions.fromString("rwx--x--x"));
        }
    }

    private static int owner(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:uid");
    }

    private static boolean hasName(int uid) throws IOException {
        return Files.readAllLines(USERS).stream()
                .anyMatch(line -> line.split(":", -1)[2].equals(Integer.toString(uid)));
    }

    /** The user {@code postgres} of this machine, else {@code nobody}: {@code initdb} wants a user with a name. */
    static Other otherUser() throws StartException, IOException {
        List<String> users = Files.readAllLines(USERS);
        Optional<Other> found = Stream.of("postgres:", "nobody:")
                .flatMap(name -> users.stream().filter(line -> line.startsWith(name)))
                .map(line -> new Other(Integer.parseInt(line.split(":", -1)[2])))
                .filter(user -> works(user.prefix()))
                .findFirst();
        return found.orElseThrow(() -> new StartException(
                "PostgreSQL refuses to run as root, and here neither unshare nor setpriv can give it another user."
                        + " Start as an ordinary user, or set POSTHASTE_DATABASE_URL to a PostgreSQL server."));
    }

    /** Whether these words before a program run it. */
    static boolean works(List<String> prefix) {
        try {
            List<String> command =
                    Stream.concat(prefix.stream(), Stream.of("true")).toList();
            Process trial = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return trial.waitFor(5, TimeUnit.SECONDS) && trial.exitValue() == 0;
        } catch (IOException notInstalled) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
