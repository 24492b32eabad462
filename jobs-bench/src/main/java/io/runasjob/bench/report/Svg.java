package io.runasjob.bench.report;

import java.util.Locale;

/** A drawing, piece by piece. Readable on light and on dark pages. Not for use by several threads. */
final class Svg {
    static final int WIDTH = 760;

    private final StringBuilder text = new StringBuilder();

    Svg(int height, String title) {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"sans-serif\" font-size=\"12\">",
                WIDTH, height, WIDTH, height);
        add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, height);
        add("<text x=\"10\" y=\"20\" font-size=\"14\" font-weight=\"bold\">%s</text>", title);
    }

    void text(double x, double y, String anchor, String words) {
        add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, words);
    }

    void bar(double x, double y, double width, String color) {
        add("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"14\" fill=\"%s\"/>", x, y, Math.max(1, width), color);
    }

    void line(double fromX, double fromY, double toX, double toY, String color) {
        add("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>", fromX, fromY, toX, toY, color);
    }

    void curve(String points, String color) {
        add("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>", points, color);
    }

    @SuppressWarnings("AnnotateFormatMethod") // all callers are above
    private void add(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    String done() {
        return text + "</svg>\n";
    }

    /** The same color for a system in every plot. */
    static String color(String system) {
        return switch (system) {
            case "runasjob" -> "#1f6feb";
            case "bare" -> "#8b949e";
            case "db-scheduler" -> "#2da44e";
            case "jobrunr" -> "#bf8700";
            default -> "#cf222e";
        };
    }
}
