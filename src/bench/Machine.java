import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;

/** Describes the machine on which the figures were measured. */
final class Machine {

    private static final int FLUSHES = 200;

    private Machine() {}

    static String describe(Path folder) throws IOException {
        return String.format(Locale.ROOT, "%d cores (%s), %d GiB, JDK %s, %s; a disk flush takes %.1f ms (median)",
                Runtime.getRuntime().availableProcessors(), processor(), memoryGiB(), Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"), flushMillis(folder));
    }

    private static String processor() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown processor");
    }

    private static long memoryGiB() throws IOException {
        String total = Files.readAllLines(Path.of("/proc/meminfo")).getFirst();
        return Math.round(Long.parseLong(total.replaceAll("\\D", "")) / 1048576.0);
    }

    /** Appends and flushes eight kilobytes, as a database does with its WAL. */
    private static double flushMillis(Path folder) throws IOException {
        long[] nanos = new long[FLUSHES];
        Path file = folder.resolve("flush");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < FLUSHES; i++) {
                channel.write(ByteBuffer.allocate(8192));
                long begin = System.nanoTime();
                channel.force(false);
                nanos[i] = System.nanoTime() - begin;
            }
        }
        Files.delete(file);
        Arrays.sort(nanos);
        return nanos[FLUSHES / 2] / 1e6;
    }
}
