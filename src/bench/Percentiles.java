import java.util.Arrays;

/** Percentiles of measurements. */
final class Percentiles {

    private Percentiles() {}

    static double of(double[] values, double part) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[Math.min(sorted.length - 1, (int) (sorted.length * part))];
    }

    /** Median and 99th percentile, as table cells. */
    static Object[] cells(double[] millis) {
        return new Object[] {Bench.millis(of(millis, 0.5)), Bench.millis(of(millis, 0.99))};
    }
}
