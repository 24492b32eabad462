package io.runasjob.bench.report;

import java.util.List;

/** The systems side by side: one group of bars for each workload, as long as the median on a logarithmic scale. */
final class BarPlot {
    private static final int LEFT = 110;
    private static final int RIGHT = 110;
    private static final int ROW = 18;
    private static final int TOP = 36;

    private BarPlot() {}

    /** @param unit only workloads with this unit are drawn */
    static String of(Results results, String unit, String title) {
        List<Measured> entries = results.all().stream()
                .filter(entry -> entry.unit().equals(unit))
                .toList();
        List<String> workloads =
                entries.stream().map(Measured::workload).distinct().toList();
        Svg svg = new Svg(TOP + ROW * entries.size() + (ROW + 10) * workloads.size(), title);
        Scale scale = Scale.of(entries);
        double y = TOP;
        for (String workload : workloads) {
            svg.text(10, y + 12, "start", workload);
            y += ROW;
            for (Measured entry : entries) {
                if (entry.workload().equals(workload)) {
                    bar(svg, scale, entry, y);
                    y += ROW;
                }
            }
            y += 10;
        }
        return svg.done();
    }

    private static void bar(Svg svg, Scale scale, Measured entry, double y) {
        double width = scale.width(entry.median());
        svg.text(LEFT - 6, y + 12, "end", entry.system());
        svg.bar(LEFT, y, width, Svg.color(entry.system()));
        svg.text(LEFT + width + 6, y + 12, "start", ResultTable.number(entry.median()) + " " + entry.unit());
    }

    /** Logarithmic, from a tenth of the smallest median to the largest. */
    private record Scale(double low, double high) {
        static Scale of(List<Measured> entries) {
            double smallest =
                    entries.stream().mapToDouble(Measured::median).min().orElse(1);
            double largest =
                    entries.stream().mapToDouble(Measured::median).max().orElse(10);
            return new Scale(Math.log10(smallest / 10), Math.log10(largest));
        }

        double width(double value) {
            return (Math.log10(value) - low) / (high - low) * (Svg.WIDTH - LEFT - RIGHT);
        }
    }
}
