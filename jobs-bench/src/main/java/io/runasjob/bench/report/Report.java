package io.runasjob.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Prints the table and writes the files. */
public final class Report {
    private Report() {}

    /** Prints the table and the goals; writes {@code bench.json}, {@code benchmarks.md} and the plots into a folder. */
    public static void write(Results results, Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("bench.json"), BenchJson.of(results));
        page(results, folder);
        System.out.println();
        System.out.println(ResultTable.text(results));
        System.out.println(Goals.text(results));
        System.out.printf(
                "Took %d s. Written: bench.json, benchmarks.md, plots%n",
                results.took().toSeconds());
    }

    /** Writes {@code benchmarks.md} and the folder of its plots. */
    public static void page(Results results, Path folder) throws IOException {
        Path plots = Files.createDirectories(folder.resolve("benchmarks"));
        Files.writeString(folder.resolve("benchmarks.md"), BenchPage.of(results));
        for (Map.Entry<String, String> plot : Plots.of(results).entrySet()) {
            Files.writeString(plots.resolve(plot.getKey()), plot.getValue());
        }
    }
}
