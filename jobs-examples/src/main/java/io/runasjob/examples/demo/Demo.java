package io.runasjob.examples.demo;

import io.runasjob.JobHandle;
import io.runasjob.JobService;
import io.runasjob.examples.demo.FileJobs.FileFacts;
import io.runasjob.examples.demo.FileJobs.FolderFacts;
import io.runasjob.job.JobCancelledException;
import io.runasjob.job.JobFailedException;
import io.runasjob.job.JobRequest;
import io.runasjob.job.JobsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;

/**
 * The demo: {@code mvn -Pdemo [-Ddemo.dir=folder] [-Ddemo.db=file]}, or with {@code -Ddemo.store=mongo -Ddemo.uri=mongodb://…}
 * on MongoDB. Looks at every text file of a folder, one job each, with a flaky, a delayed and a cancelled job beside them. The
 * jobs of all runs stay in the database.
 *
 * <p>Ends with 0, or with 2 and a message when it cannot use its folder or its database.
 */
public final class Demo {
    private static final int JOBS_A_CALL = 10_000;
    private static final int TOP_TERMS = 10;
    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final JobService jobs;
    private final DemoReport report;
    /** A tag on every job of this run, so that the report can tell the runs apart. */
    private final String run = DemoReport.RUN_TAG + UUID.randomUUID();

    private Demo(JobService jobs, DemoReport report) {
        this.jobs = jobs;
        this.report = report;
    }

    /** Takes its settings from system properties. */
    public static void main(String[] args) throws InterruptedException {
        System.exit(run(System.getProperties(), System.out));
    }

    /** The demo; returns its exit code. */
    static int run(Properties settings, PrintStream out) throws InterruptedException {
        try {
            TextFiles files = TextFiles.of(settings.getProperty("demo.dir", "."));
            DemoStore store = DemoStore.of(settings);
            DemoReport report = new DemoReport(out);
            report.begin(files.root, files.paths.size(), files.skipped);
            try (JobService jobs = start(store)) {
                new Demo(jobs, report).tell(files.paths);
            }
            report.line("Database: " + store.place() + "; run the demo again, it keeps its history.");
            return 0;
        } catch (IllegalArgumentException | IOException | JobsException e) {
            out.println("The demo stops: " + e.getMessage());
            return 2;
        }
    }

    private static JobService start(DemoStore store) throws IOException {
        return JobService.builder()
                .store(store.open())
                .register(new FileJobs())
                .queue("files", Runtime.getRuntime().availableProcessors())
                .queue("default", 2)
                .start();
    }

    private void tell(List<Path> paths) throws InterruptedException {
        JobHandle<String> flaky = jobs.submit(JobRequest.of(FileJobs::flaky, 2).tags(run));
        JobHandle<String> delayed =
                jobs.submit(JobRequest.of(FileJobs::delayed).in(DELAY).tags(run));
        JobHandle<Void> endless = jobs.submit(JobRequest.of(FileJobs::endless).tags(run));

        List<FileFacts> files = await(submit(paths));

        report.line("Endless job: " + cancel(endless));
        report.line("Flaky job: " + flaky.await(LONGEST_WAIT));
        report.line("Delayed job: " + delayed.await(LONGEST_WAIT));
        FolderFacts folder = FolderFacts.merge(files, TOP_TERMS);
        // here, in this thread, and tracked like every job; the annotation processor generated FileJobsJobs
        report.line("Summary: " + jobs.run(FileJobsJobs.summary(folder).tags(run)));
        report.table(jobs, run);
        report.terms(folder);
    }

    private List<JobHandle<FileFacts>> submit(List<Path> paths) {
        List<JobHandle<FileFacts>> handles = new ArrayList<>();
        for (int from = 0; from < paths.size(); from += JOBS_A_CALL) {
            List<Path> some = paths.subList(from, Math.min(paths.size(), from + JOBS_A_CALL));
            handles.addAll(jobs.submitAll(some.stream()
                    .map(path -> JobRequest.of(FileJobs::facts, path.toString()).tags(run))
                    .toList()));
        }
        return handles;
    }

    private List<FileFacts> await(List<JobHandle<FileFacts>> handles) throws InterruptedException {
        List<FileFacts> facts = new ArrayList<>();
        for (JobHandle<FileFacts> handle : handles) {
            try {
                facts.add(handle.await(LONGEST_WAIT));
            } catch (JobFailedException e) {
                report.failed(e);
            }
            report.progress(facts.size(), handles.size());
        }
        return facts;
    }

    private String cancel(JobHandle<Void> endless) throws InterruptedException {
        String answer = endless.cancel().toString();
        try {
            endless.await(LONGEST_WAIT);
            return answer + ", but it completed";
        } catch (JobCancelledException e) {
            return "the answer to its cancel was " + answer + ", now it is "
                    + endless.job().status();
        }
    }

    /** The files of a folder that are worth a look: text, at most 1 MiB, neither built nor Git's own. */
    private static final class TextFiles extends SimpleFileVisitor<Path> {
        private static final Set<String> SKIPPED_FOLDERS = Set.of("target", ".git");
        private static final long LARGEST = 1 << 20;
        private static final int LOOK_AT = 8_000;

        private final Path root;
        private final List<Path> paths = new ArrayList<>();
        private int skipped;

        private TextFiles(Path root) {
            this.root = root;
        }

        static TextFiles of(String folder) throws IOException {
            Path root = Path.of(folder).toAbsolutePath().normalize();
            if (!Files.isDirectory(root)) {
                throw new IllegalArgumentException(
                        "demo.dir is '" + folder + "', expected a folder; there is none at " + root + ".");
            }
            TextFiles files = new TextFiles(root);
            Files.walkFileTree(root, files);
            if (files.paths.isEmpty()) {
                throw new IllegalArgumentException("demo.dir is '" + folder + "', expected a folder with text files of"
                        + " at most 1 MiB; " + root + " holds none (" + files.skipped + " files skipped).");
            }
            files.paths.sort(null);
            return files;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean skip = !folder.equals(root) && SKIPPED_FOLDERS.contains(String.valueOf(folder.getFileName()));
            return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (attributes.isRegularFile() && attributes.size() <= LARGEST && isText(file)) {
                paths.add(file);
            } else {
                skipped++;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException reason) {
            skipped++;
            return FileVisitResult.CONTINUE;
        }

        /** A zero byte near its beginning tells a binary file; one that nobody may read is none of ours either. */
        private static boolean isText(Path file) {
            try (InputStream in = Files.newInputStream(file)) {
                byte[] start = in.readNBytes(LOOK_AT);
                for (byte value : start) {
                    if (value == 0) {
                        return false;
                    }
                }
                return true;
            } catch (IOException e) {
                return false;
            }
        }
    }
}
