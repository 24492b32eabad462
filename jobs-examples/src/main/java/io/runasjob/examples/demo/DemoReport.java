package io.runasjob.examples.demo;

import io.runasjob.JobService;
import io.runasjob.examples.demo.FileJobs.FolderFacts;
import io.runasjob.job.Job;
import io.runasjob.job.JobFailedException;
import io.runasjob.job.JobId;
import io.runasjob.job.JobQuery;
import io.runasjob.job.Page;
import java.io.Console;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What the demo prints. Used by one thread. */
final class DemoReport {
    /** What the tag of a run begins with. */
    static final String RUN_TAG = "run-";

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(1);

    private final PrintStream out;
    private final boolean terminal = isTerminal();
    private long lastProgress;
    private int failed;

    DemoReport(PrintStream out) {
        this.out = out;
    }

    void begin(Path folder, int files, int skipped) {
        line("Folder " + folder + ": " + files + " text files, one job each; " + skipped
                + " files skipped (binary, over 1 MiB, or unreadable), and all in target/ and .git/");
    }

    void line(String text) {
        out.println(text);
    }

    void failed(JobFailedException failure) {
        failed++;
        line("A file could not be read: " + failure.error().message());
    }

    /** One line that is written over in a terminal; elsewhere a line each second, and the last one. */
    void progress(int completed, int all) {
        boolean last = completed + failed == all;
        long now = System.nanoTime();
        if (!last
                && now - lastProgress
                        < BETWEEN_LINES.dividedBy(terminal ? 10 : 1).toNanos()) {
            return;
        }
        lastProgress = now;
        String text = String.format(
                Locale.ROOT,
                "%d of %d files, %d %%, %d failed",
                completed + failed,
                all,
                100L * (completed + failed) / all,
                failed);
        out.print((terminal ? "\r" : "") + text + (terminal && !last ? "" : System.lineSeparator()));
        out.flush();
    }

    /** The jobs of this run by type and status, and how many jobs of all runs are kept. */
    void table(JobService jobs, String run) {
        Map<String, Row> rows = new TreeMap<>();
        Set<String> runs = new HashSet<>();
        long[] kept = new long[1];
        forEach(jobs, JobQuery.all(), job -> {
            Set<String> tags = job.spec().labels().tags();
            tags.stream().filter(tag -> tag.startsWith(RUN_TAG)).forEach(runs::add);
            kept[0]++;
            if (tags.contains(run)) {
                rows.computeIfAbsent(job.type() + "\t" + job.status(), key -> new Row(job))
                        .add(job);
            }
        });
        line("");
        line(String.format(
                "%-16s %-10s %8s %9s %11s %11s", "type", "status", "jobs", "attempts", "mean ms", "longest ms"));
        rows.values().forEach(row -> line(row.toString()));
        line("");
        line("Kept in the database: " + kept[0] + " jobs of " + runs.size() + (runs.size() == 1 ? " run" : " runs"));
    }

    void terms(FolderFacts folder) {
        line("The " + folder.terms().size() + " most frequent terms, of the " + FileJobs.TERMS_OF_A_FILE
                + " most frequent that each job found in its file:");
        folder.terms().forEach((term, count) -> line(String.format(Locale.ROOT, "%,9d  %s", count, term)));
    }

    /** Up to JDK 21 there is a console in a terminal only; since then the console itself knows. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        try {
            return console != null
                    && (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** Walks through all jobs that match, page by page. */
    private static void forEach(JobService jobs, JobQuery query, Consumer<Job> action) {
        Page<Job> page = jobs.list(query.limit(JobQuery.MAX_LIMIT));
        page.items().forEach(action);
        Optional<JobId> next = page.next();
        while (next.isPresent()) {
            page = jobs.list(query.limit(JobQuery.MAX_LIMIT).after(next.get()));
            page.items().forEach(action);
            next = page.next();
        }
    }

    /** One line of the table. */
    private static final class Row {
        private final Job first;
        private final LongSummaryStatistics attempts = new LongSummaryStatistics();
        private final LongSummaryStatistics millis = new LongSummaryStatistics();

        Row(Job first) {
            this.first = first;
        }

        void add(Job job) {
            attempts.accept(job.attempt());
            job.times().duration().ifPresent(duration -> millis.accept(duration.toMillis()));
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%-16s %-10s %8d %9d %11.0f %11d",
                    first.type(),
                    first.status(),
                    attempts.getCount(),
                    attempts.getSum(),
                    millis.getAverage(),
                    millis.getCount() == 0 ? 0 : millis.getMax());
        }
    }
}
