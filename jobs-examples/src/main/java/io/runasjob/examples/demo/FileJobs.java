package io.runasjob.examples.demo;

import io.runasjob.annotation.RunAsJob;
import io.runasjob.job.JobContext;
import io.runasjob.job.JobTimes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The handlers of the demo: a plain class, each of its annotated methods is a job type. What they take and return is stored
 * as JSON. Safe for use by many threads, as every handler must be: workers call it at once.
 */
public class FileJobs {
    /** How many of its most frequent terms a job keeps of its file. */
    static final int TERMS_OF_A_FILE = 200;

    private static final Pattern WORD = Pattern.compile("\\p{L}+");
    private static final int SHORTEST_TERM = 4;
    private static final int LONGEST_TERM = 40;

    /**
     * What a job found out about its file.
     *
     * @param bytes its size
     * @param sha256 its digest in hex
     * @param words runs of letters
     * @param terms the most frequent words of 4 to 40 letters, in lower case, with how often they occur
     */
    public record FileFacts(String path, long bytes, String sha256, long words, Map<String, Integer> terms) {}

    /** What all of them found out together; {@code terms} has the most frequent ones first. */
    public record FolderFacts(long files, long bytes, long words, Map<String, Integer> terms) {
        /** Merges the facts of the files; keeps the {@code most} most frequent terms. */
        static FolderFacts merge(List<FileFacts> files, int most) {
            Map<String, Integer> counts = new HashMap<>();
            files.forEach(file -> file.terms().forEach((term, count) -> counts.merge(term, count, Integer::sum)));
            return new FolderFacts(
                    files.size(),
                    files.stream().mapToLong(FileFacts::bytes).sum(),
                    files.stream().mapToLong(FileFacts::words).sum(),
                    mostFrequent(counts, most));
        }
    }

    /** One job for each file. A file that is gone does not come back: no retry then. */
    @RunAsJob(type = "file.facts", queue = "files", timeout = "PT1M", giveUpOn = NoSuchFileException.class)
    public FileFacts facts(String path) throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of(path));
        Map<String, Integer> counts = new HashMap<>();
        long words = 0;
        Matcher word = WORD.matcher(new String(bytes, StandardCharsets.UTF_8));
        while (word.find()) {
            words++;
            count(word.group().toLowerCase(Locale.ROOT), counts);
        }
        return new FileFacts(path, bytes.length, sha256(bytes), words, mostFrequent(counts, TERMS_OF_A_FILE));
    }

    /** Sums up what the other jobs found out; the demo runs it in its own thread. */
    @RunAsJob(type = "folder.summary")
    public String summary(FolderFacts folder) {
        String first = folder.terms().keySet().stream().findFirst().orElse("none");
        return String.format(
                Locale.ROOT,
                "%,d files, %,d bytes, %,d words; the most frequent term is '%s'",
                folder.files(),
                folder.bytes(),
                folder.words(),
                first);
    }

    /** Fails a few times before it succeeds, like a service that is down for a moment. */
    @RunAsJob(type = "demo.flaky", backoff = "PT0.2S")
    public String flaky(int failures, JobContext job) throws IOException {
        if (job.attempt() <= failures) {
            throw new IOException("attempt " + job.attempt() + " fails on purpose");
        }
        return "succeeded in attempt " + job.attempt();
    }

    /** Says how long it waited; the demo submits it with a delay. */
    @RunAsJob(type = "demo.delayed")
    public String delayed(JobContext job) {
        JobTimes times = job.job().times();
        Instant started = times.started().orElseThrow();
        return "started " + Duration.between(times.created(), started).toMillis() + " ms after it was submitted";
    }

    /** Works until somebody cancels it. */
    @RunAsJob(type = "demo.endless")
    public void endless(JobContext job) throws InterruptedException {
        while (true) {
            job.throwIfCancelled();
            job.progress().step();
            Thread.sleep(50); // the work; a cancel interrupts it
        }
    }

    private static void count(String term, Map<String, Integer> counts) {
        if (term.length() >= SHORTEST_TERM && term.length() <= LONGEST_TERM) {
            counts.merge(term, 1, Integer::sum);
        }
    }

    /** The highest counts first, equal ones in alphabetical order. */
    private static Map<String, Integer> mostFrequent(Map<String, Integer> counts, int most) {
        Map<String, Integer> top = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .forEach(entry -> top.put(entry.getKey(), entry.getValue()));
        return top;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
