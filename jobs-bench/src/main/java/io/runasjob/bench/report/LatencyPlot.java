package io.runasjob.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The distribution of latencies: percentiles to the right, milliseconds upwards on a logarithmic scale. */
final class LatencyPlot {
    private static final List<Integer> PERCENTS = List.of(10, 25, 50, 75, 90, 95, 99);
    private static final int HEIGHT = 360;
    private static final int LEFT = 70;
    private static final int RIGHT = 150;
    private static final int TOP = 40;
    private static final int BOTTOM = 40;

    private final Svg svg;
    private final double low;
    private final double high;

    private LatencyPlot(String title, double low, double high) {
        this.svg = new Svg(HEIGHT, title);
        this.low = low;
        this.high = high;
    }

    static String of(Results results, String workload) {
        List<Measured> entries = results.all().stream()
                .filter(entry -> entry.workload().equals(workload))
                .toList();
        double least = entries.stream()
                .mapToDouble(entry -> percentile(entry, 10))
                .min()
                .orElse(1);
        double most = entries.stream()
                .mapToDouble(entry -> percentile(entry, 99))
                .max()
                .orElse(10);
        LatencyPlot plot = new LatencyPlot(
                workload + ": submit to start, ms", Math.floor(Math.log10(least)), Math.ceil(Math.log10(most)));
        plot.axes();
        for (int i = 0; i < entries.size(); i++) {
            plot.curve(entries.get(i), i);
        }
        return plot.svg.done();
    }

    private static double percentile(Measured entry, int percent) {
        Map<String, Double> details = entry.details();
        return Math.max(0.01, details.getOrDefault("p" + percent, entry.median()));
    }

    private void axes() {
        for (int power = (int) low; power <= high; power++) {
            svg.line(LEFT, y(Math.pow(10, power)), Svg.WIDTH - (double) RIGHT, y(Math.pow(10, power)), "#d0d7de");
            svg.text(LEFT - 6, y(Math.pow(10, power)) + 4, "end", ResultTable.number(Math.pow(10, power)));
        }
        for (int i = 0; i < PERCENTS.size(); i++) {
            svg.text(x(i), HEIGHT - 16, "middle", "p" + PERCENTS.get(i));
        }
    }

    private void curve(Measured entry, int position) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < PERCENTS.size(); i++) {
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(i), y(percentile(entry, PERCENTS.get(i)))));
        }
        svg.curve(points.toString().trim(), Svg.color(entry.system()));
        double labelY = TOP + 18.0 * position;
        svg.bar(Svg.WIDTH - RIGHT + 20, labelY - 11, 14, Svg.color(entry.system()));
        svg.text(Svg.WIDTH - RIGHT + 40, labelY, "start", entry.system());
    }

    private static double x(int index) {
        return LEFT + 20 + (Svg.WIDTH - LEFT - RIGHT - 40.0) * index / (PERCENTS.size() - 1);
    }

    private double y(double value) {
        double share = (Math.log10(value) - low) / Math.max(1, high - low);
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
    }
}
