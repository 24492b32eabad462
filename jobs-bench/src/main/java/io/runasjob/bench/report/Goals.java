package io.runasjob.bench.report;

import io.runasjob.bench.workload.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The goals, which speak of PostgreSQL, as far as this run has measured what they speak of. */
final class Goals {
    private static final String OURS = "runasjob";
    private static final String BARE = "bare";
    private static final List<String> PEERS = List.of("db-scheduler", "jobrunr", "quartz");

    private final Results results;
    private final List<Goal> goals = new ArrayList<>();

    private Goals(Results results) {
        this.results = results;
    }

    static List<Goal> of(Results results) {
        if (!results.engine().equals("postgresql")) {
            return List.of();
        }
        Goals all = new Goals(results);
        all.throughput();
        all.latency();
        all.steadiness();
        all.cost();
        return List.copyOf(all.goals);
    }

    private void throughput() {
        for (String drain : List.of("drain-20000", "drain-200000")) {
            atLeast(drain, "db-scheduler", 5);
            atLeast(drain, "jobrunr", 12);
            atLeast(drain, BARE, 0.6);
        }
        bestPeer().ifPresent(peer -> atLeast("sustained", peer, 4));
        atLeast("bulk-1000", "db-scheduler", 2);
        atLeast("bulk-1000", BARE, 0.6);
        atLeast("single-8", BARE, 0.9);
        together();
    }

    /** Off by default, so it is compared with what the bare database does by default. */
    private void together() {
        add(
                "single-8, submitTogether, against bare",
                compare("single-8-together", OURS, "single-8", BARE, Sample::value),
                "at least 0.9 ×",
                ratio -> ratio >= 0.9);
    }

    private Optional<String> bestPeer() {
        return PEERS.stream()
                .map(peer -> results.find("sustained", peer).orElse(null))
                .filter(Objects::nonNull)
                .reduce((one, other) -> one.median() >= other.median() ? one : other)
                .map(Measured::system);
    }

    private void latency() {
        atMost("latency-idle", "db-scheduler", 1, 50);
        atMost("latency-idle", "db-scheduler", 1, 99);
        atMost("latency-idle-other-jvm", BARE, 1.3, 50);
        atMost("latency-idle-other-jvm", BARE, 1.3, 99);
    }

    private void steadiness() {
        ratio("backlog-1000000", "backlog-10000", 0.85);
        ratio("history-5000000", "history-0", 0.85);
        ratio("nodes-4", "nodes-1", 1);
        detail("nodes-4", "leastShare")
                .ifPresent(share -> goals.add(
                        new Goal("nodes-4: least share of a node", text("%.2f", share), "at least 0.2", share >= 0.2)));
        results.find("open-transaction", OURS).ifPresent(ours -> {
            double slower = ours.detail("p99") / ours.detail("normalP99");
            goals.add(new Goal(
                    "open-transaction p99 against normal", text("%.2f ×", slower), "at most 5 ×", slower <= 5));
            double backlog = ours.detail("backlogAtEnd");
            goals.add(new Goal(
                    "open-transaction: backlog", text("%.0f", backlog), "at most 1 s of jobs", backlog <= 2_000));
        });
    }

    private void ratio(String workload, String other, double factor) {
        add(
                workload + " against " + other,
                compare(workload, OURS, other, OURS, Sample::value),
                text("at least %.2f ×", factor),
                ratio -> ratio >= factor);
    }

    private Optional<Double> detail(String workload, String name) {
        return results.find(workload, OURS).map(ours -> ours.details().get(name));
    }

    private void cost() {
        results.find("idle", OURS)
                .ifPresent(ours -> add("statements a minute of an idle node", ours.median(), 15, "at most 15"));
        detail("backlog-1000000", "heapMegabytes")
                .ifPresent(heap -> add("heap with 10^6 pending, MiB", heap, 96, "at most 96"));
        results.find("drain-20000", OURS).ifPresent(ours -> {
            Double wal = ours.details().get("walBytesPerJob");
            Double submitted = results.find("bulk-1000", OURS)
                    .map(bulk -> bulk.details().get("walBytesPerJob"))
                    .orElse(null);
            if (wal != null && submitted != null) {
                add("WAL for the whole life of a job", wal + submitted, 2_048, "at most 2.0 KB");
            }
        });
    }

    private void atLeast(String workload, String other, double factor) {
        add(
                workload + " against " + other,
                compare(workload, OURS, workload, other, Sample::value),
                text("at least %s ×", plain(factor)),
                ratio -> ratio >= factor);
    }

    private void atMost(String workload, String other, double factor, int percent) {
        add(
                workload + " p" + percent + " against " + other,
                compare(workload, OURS, workload, other, run -> run.details().get("p" + percent)),
                text("at most %s ×", plain(factor)),
                ratio -> ratio <= factor);
    }

    private void add(String what, double value, double most, String goal) {
        goals.add(new Goal(what, ResultTable.number(value), goal, value <= most));
    }

    /** Nothing where this run has not measured it. */
    private void add(String what, OptionalDouble ratio, String goal, DoublePredicate met) {
        ratio.ifPresent(value -> goals.add(new Goal(what, text("%.2f ×", value), goal, met.test(value))));
    }

    private OptionalDouble compare(
            String workload, String system, String otherWorkload, String other, ToDoubleFunction<Sample> value) {
        Measured one = results.find(workload, system).orElse(null);
        Measured two = results.find(otherWorkload, other).orElse(null);
        return one == null || two == null ? OptionalDouble.empty() : one.against(two, value);
    }

    private static String plain(double factor) {
        return factor == Math.rint(factor) ? text("%.0f", factor) : text("%.1f", factor);
    }

    @SuppressWarnings("AnnotateFormatMethod") // all callers are here
    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    static String text(Results results) {
        StringBuilder text = new StringBuilder();
        Stream.concat(Stream.of(new Goal("goal", "measured", "wanted", true)), of(results).stream())
                .forEach(goal -> text.append(text(
                        "%-46s %12s   %-18s %s%n",
                        goal.what(),
                        goal.measured(),
                        goal.goal(),
                        goal.what().equals("goal") ? "" : goal.met() ? "met" : "NOT MET")));
        return text.toString();
    }
}
