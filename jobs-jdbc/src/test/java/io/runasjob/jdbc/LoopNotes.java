package io.runasjob.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;

/**
 * Notes how each thread fares with a data source: when it committed, and when it tried in vain, that is got no connection or
 * gave one back without a commit. A statement that commits itself is a commit like any other. Can lose the answers of commits.
 * Times are those of {@link System#nanoTime()}.
 */
final class LoopNotes {
    private static final String LOOP = "runasjob-";

    /** Threads that run what callers and some loops ask of an embedded H2. */
    private static final String CALLS_ON_H2 = "runasjob-h2";

    private final Map<String, Queue<Long>> commits = new ConcurrentHashMap<>();
    private final Map<String, Queue<Long>> failures = new ConcurrentHashMap<>();
    private final Map<String, LostAnswer> answersToLose = new ConcurrentHashMap<>();

    /** What becomes of a commit whose answer never comes: each thread meets the first, then the second. */
    private enum LostAnswer {
        COMMITTED,
        NOT_COMMITTED
    }

    /** Where connections come from. */
    @FunctionalInterface
    interface Source {
        Connection connect() throws SQLException;
    }

    /** What is asked of the driver. */
    @FunctionalInterface
    private interface Act<T> {
        T run() throws Throwable;
    }

    /** A data source that gives connections of this source, and does nothing else. */
    DataSource around(Source source) {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            if (!method.getName().equals("getConnection")) {
                throw new UnsupportedOperationException(method.getName());
            }
            return tried(source);
        });
    }

    private Connection tried(Source source) throws SQLException {
        long start = System.nanoTime();
        try {
            return proxy(Connection.class, new Tried(source.connect(), start));
        } catch (SQLException e) {
            note(failures, start);
            throw e;
        }
    }

    /** Each of these threads loses the answers to its next two commits: the first took effect, the second did not. */
    void loseAnswers(Set<String> loops) {
        loops.forEach(loop -> answersToLose.put(LOOP + loop, LostAnswer.COMMITTED));
    }

    boolean allAnswersWereLost() {
        return answersToLose.isEmpty();
    }

    /** How long after that time each of these loops committed; loops that have not are missing. */
    Map<String, Duration> resumed(Set<String> loops, long sinceNanos) {
        Map<String, Duration> resumed = new HashMap<>();
        for (String loop : loops) {
            commits.getOrDefault(LOOP + loop, new ConcurrentLinkedQueue<>()).stream()
                    .filter(time -> time - sinceNanos > 0)
                    .findFirst()
                    .ifPresent(time -> resumed.put(loop, Duration.ofNanos(time - sinceNanos)));
        }
        return resumed;
    }

    /** How often each loop tried in vain. */
    Map<String, Integer> failures() {
        Map<String, Integer> counts = new HashMap<>();
        failures.forEach((thread, times) -> counts.put(thread, times.size()));
        counts.keySet().removeIf(thread -> !isLoop(thread));
        return counts;
    }

    /** The most tries in vain of one loop within any second. */
    int mostFailuresInOneSecond() {
        int most = 0;
        for (Map.Entry<String, Queue<Long>> one : failures.entrySet()) {
            List<Long> times = one.getValue().stream().sorted().toList();
            for (long first : isLoop(one.getKey()) ? times : List.<Long>of()) {
                long within = times.stream()
                        .filter(time -> time - first >= 0 && time - first < 1_000_000_000L)
                        .count();
                most = Math.max(most, (int) within);
            }
        }
        return most;
    }

    private static boolean isLoop(String thread) {
        return thread.startsWith(LOOP) && !thread.equals(CALLS_ON_H2);
    }

    private static void note(Map<String, Queue<Long>> times, long nanos) {
        times.computeIfAbsent(Thread.currentThread().getName(), name -> new ConcurrentLinkedQueue<>())
                .add(nanos);
    }

    /** One connection that a thread got. */
    private final class Tried implements InvocationHandler {
        private final Connection real;
        private final long start;
        private boolean committed;
        private boolean closed;

        Tried(Connection real, long start) {
            this.real = real;
            this.start = start;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (method.getName().equals("commit")) {
                return commit(() -> LoopNotes.invoke(real, method, arguments));
            }
            if (method.getName().equals("close")) {
                close();
            }
            Object answer = LoopNotes.invoke(real, method, arguments);
            return answer instanceof Statement statement ? watched(statement, method.getReturnType()) : answer;
        }

        /** Takes an execution for a commit where it is one. */
        private <T> T watched(Statement statement, Class<T> type) {
            return proxy(type, (proxy, method, arguments) -> {
                Act<Object> act = () -> LoopNotes.invoke(statement, method, arguments);
                return method.getName().startsWith("execute") && real.getAutoCommit() ? commit(act) : act.run();
            });
        }

        private <T> T commit(Act<T> act) throws Throwable {
            LostAnswer lost = answersToLose.get(Thread.currentThread().getName());
            if (lost != null) {
                loseAnswer(lost, act);
            }
            T answer = act.run();
            committed = true;
            note(commits, System.nanoTime());
            return answer;
        }

        private void loseAnswer(LostAnswer how, Act<?> act) throws Throwable {
            if (how == LostAnswer.COMMITTED) {
                act.run();
                answersToLose.put(Thread.currentThread().getName(), LostAnswer.NOT_COMMITTED);
            } else {
                if (!real.getAutoCommit()) {
                    real.rollback();
                }
                answersToLose.remove(Thread.currentThread().getName());
            }
            throw new SQLException("The answer to this commit never came", "08006");
        }

        private void close() {
            if (!closed && !committed) {
                note(failures, start);
            }
            closed = true;
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(LoopNotes.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object invoke(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
