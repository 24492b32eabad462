package io.runasjob.bench.report;

import java.util.List;
import java.util.Locale;

/** Throughput against what the store holds: jobs to the right, jobs per second upwards, both logarithmic. */
final class LoadPlot {
    private static final int HEIGHT = 320;
    private static final int LEFT = 80;
    private static final int RIGHT = 150;
    private static final int TOP = 40;
    private static final int BOTTOM = 40;

    private final Svg svg;
    private final Axis across;
    private final Axis up;

    /** From one power of ten to another. */
    private record Axis(double low, double high) {
        static Axis of(double least, double most) {
            double low = Math.floor(Math.log10(least));
            return new Axis(low, Math.max(low + 1, Math.ceil(Math.log10(most))));
        }

        double share(double value) {
            return (Math.log10(value) - low) / (high - low);
        }
    }

    private LoadPlot(String title, List<Measured> entries) {
        this.svg = new Svg(HEIGHT, title);
        this.across = Axis.of(
                entries.stream().mapToDouble(LoadPlot::load).min().orElse(1),
                entries.stream().mapToDouble(LoadPlot::load).max().orElse(10));
        this.up = Axis.of(
                entries.stream().mapToDouble(Measured::median).min().orElse(1),
                entries.stream().mapToDouble(Measured::median).max().orElse(10));
    }

    /** @param kind the beginning of the workloads' names, before the number: {@code backlog} */
    static String of(Results results, String kind) {
        List<Measured> entries = entries(results, kind);
        LoadPlot plot = new LoadPlot("Jobs per second against " + kind, entries);
        plot.axes();
        List<String> systems = entries.stream().map(Measured::system).distinct().toList();
        for (int i = 0; i < systems.size(); i++) {
            plot.curve(systems.get(i), entries, i);
        }
        return plot.svg.done();
    }

    static List<Measured> entries(Results results, String kind) {
        return results.all().stream()
                .filter(entry -> entry.workload().matches(kind + "-[1-9]\\d*"))
                .toList();
    }

    private static double load(Measured entry) {
        return Double.parseDouble(entry.workload().replaceFirst(".*-", ""));
    }

    private void axes() {
        for (int power = (int) up.low(); power <= up.high(); power++) {
            svg.line(LEFT, y(Math.pow(10, power)), Svg.WIDTH - (double) RIGHT, y(Math.pow(10, power)), "#d0d7de");
            svg.text(LEFT - 6, y(Math.pow(10, power)) + 4, "end", ResultTable.number(Math.pow(10, power)));
        }
        for (int power = (int) across.low(); power <= across.high(); power++) {
            svg.text(x(Math.pow(10, power)), HEIGHT - 16, "middle", ResultTable.number(Math.pow(10, power)));
        }
    }

    private void curve(String system, List<Measured> entries, int position) {
        StringBuilder points = new StringBuilder();
        entries.stream()
                .filter(entry -> entry.system().equals(system))
                .forEach(entry ->
                        points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(load(entry)), y(entry.median()))));
        svg.curve(points.toString().trim(), Svg.color(system));
        double labelY = TOP + 18.0 * position;
        svg.bar(Svg.WIDTH - RIGHT + 20, labelY - 11, 14, Svg.color(system));
        svg.text(Svg.WIDTH - RIGHT + 40, labelY, "start", system);
    }

    private double x(double value) {
        return LEFT + 20 + across.share(value) * (Svg.WIDTH - LEFT - RIGHT - 40.0);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - up.share(value) * (HEIGHT - TOP - BOTTOM);
    }
}
