package io.runasjob.bench.report;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The results as a page: {@code docs/benchmarks.md}. */
final class BenchPage {
    private final Results results;
    private final StringBuilder text = new StringBuilder();

    private BenchPage(Results results) {
        this.results = results;
    }

    static String of(Results results) throws IOException {
        BenchPage page = new BenchPage(results);
        page.head();
        page.goals();
        page.table();
        page.plots();
        page.settings();
        return page.text.toString();
    }

    private void head() {
        text.append("""
                # Benchmarks

                Written by the benchmark itself; do not edit. RunAsJob beside its peers and beside the bare database, side by
                side on one durable server, interleaved. Every run has an empty database and JVMs of its own, which are
                measured when their compiler works for less than a tenth of the time under the same load, or at the end of the
                warm-up, and then has caught up. A run counts only when exactly the submitted jobs were finished. All systems
                have their full guards on; RunAsJob, JobRunr and the bare database keep finished jobs, db-scheduler and Quartz
                delete them.

                ```
                mvn -Pbench                                   # the default workloads
                mvn -Pbench -Dbench.workloads=all -Dbench.warmup=8 -Dbench.sustained=60 -Dbench.probes=300
                mvn -Pbench -Dbench.systems=runasjob,bare -Dbench.workloads=drain-20000 -Dbench.repetitions=5
                mvn -Pbench -Dbench.engine=mariadb             # RunAsJob alone; also h2, mongodb
                mvn -Pbench -Dbench.jmh                        # the inner parts alone, without a database
                ```

                `bench.engine` (`postgresql`, `mariadb`, `h2`, `mongodb`), `bench.systems`, `bench.workloads` (names, `default`
                or `all`), `bench.repetitions`, `bench.scale` (1 is full size), `bench.warmup` and `bench.sustained` (seconds),
                `bench.probes` (latencies in a run), `bench.jvm` (options for the JVMs of the nodes), `bench.publish` (also
                writes this page). Results are in `jobs-bench/target/bench.json`.

                """);
    }

    private void goals() {
        List<Goal> goals = Goals.of(results);
        if (!goals.isEmpty()) {
            text.append("## Goals\n\nEach ratio is the median of the ratios of runs that followed one another.\n\n");
            row(List.of("what", "measured", "wanted", "met"));
            row(List.of("---", "---", "---", "---"));
            goals.forEach(goal -> row(List.of(goal.what(), goal.measured(), goal.goal(), goal.met() ? "yes" : "no")));
            text.append('\n');
        }
    }

    private void table() {
        text.append("""
                ## Results

                Medians with the smallest and largest of all repetitions. Costs are for each job: CPU time of the JVM and of the
                database apart, write-ahead log, statements (without begin, commit and rollback, from a counting run of its
                own), commits of transactions that wrote, allocation. The heap is that of a node after a full collection.
                Where latency is measured, systems that would only poll for the job are left out.

                """);
        row(ResultTable.HEAD);
        row(ResultTable.HEAD.stream().map(name -> "---").toList());
        ResultTable.rows(results).forEach(this::row);
        text.append('\n');
        results.undeliveredRuns()
                .forEach(run -> text.append("- Does not count: ").append(run).append('\n'));
    }

    private void plots() {
        text.append("## Plots\n\n");
        Plots.of(results)
                .keySet()
                .forEach(file -> text.append("![")
                        .append(file.replace(".svg", ""))
                        .append("](benchmarks/")
                        .append(file)
                        .append(")\n\n"));
    }

    private void settings() throws IOException {
        text.append("## Machine and settings\n\n");
        list(Machine.described());
        list(results.chosen());
        text.append("- took: ").append(results.took().toSeconds()).append(" s\n");
        text.append("\nThe server, as it says itself (")
                .append(results.engine())
                .append("):\n\n");
        list(results.settings());
        text.append("\nThe systems:\n\n");
        list(results.tunings());
    }

    private void list(Map<String, String> values) {
        values.forEach((name, value) ->
                text.append("- ").append(name).append(": ").append(value).append('\n'));
    }

    private void row(List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
