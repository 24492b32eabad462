package io.runasjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.runasjob.spi.WakeUp.Bell;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/** Stands for one JVM: a pool, a doorbell, and a listener that counts. */
final class WakeUpNode implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final Set<Bell> ALL = Set.of(Bell.values());

    private static final Duration OFTEN = Duration.ofMillis(2);

    final HikariDataSource pool;
    final PostgresWakeUp wakeUp;

    /** Who takes it keeps the sender from sending. */
    final Semaphore turn = new Semaphore(1);

    private final Map<Bell, Integer> heard = new ConcurrentHashMap<>();

    /** A node with a pool of two connections, the fewest that a doorbell can do with. */
    WakeUpNode(String url, String name) {
        this(url, name, true);
    }

    WakeUpNode(String url, String name, boolean autoCommit) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setAutoCommit(autoCommit);
        config.setMaximumPoolSize(2);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        config.setPoolName(name);
        if (url.startsWith("jdbc:postgresql:")) {
            // soon, for the tests of an empty pool
            config.setConnectionTimeout(500);
            config.addDataSourceProperty("ApplicationName", name);
        }
        config.setAllowPoolSuspension(true);
        pool = new HikariDataSource(config);
        // nobody connects before we listen, so that the bells which ring on connecting are counted
        pool.getHikariPoolMXBean().suspendPool();
        wakeUp = new PostgresWakeUp(pool, turn, "Job_\"wake\"", WakeUpNode::databaseAnswered);
        wakeUp.listen(bell -> heard.merge(bell, 1, Integer::sum));
        pool.getHikariPoolMXBean().resumePool();
    }

    /** A node whose doorbell is connected and has rung all bells for it; they are not counted. */
    static WakeUpNode connected(String url, String name) {
        WakeUpNode node = new WakeUpNode(url, name);
        node.awaitHeardAll();
        await().atMost(PATIENCE).until(node.wakeUp::reachesOtherJvms);
        node.forget();
        return node;
    }

    /** As if other calls of this node went well all the time. */
    static boolean databaseAnswered(long sinceNanos) {
        return System.nanoTime() - sinceNanos >= 0;
    }

    int times(Bell bell) {
        return heard.getOrDefault(bell, 0);
    }

    void forget() {
        heard.clear();
    }

    void awaitHeard(Bell bell) {
        await().atMost(PATIENCE)
                .pollInterval(OFTEN)
                .untilAsserted(() -> assertThat(heard).containsKey(bell));
    }

    void awaitHeardAll() {
        await().atMost(PATIENCE)
                .pollInterval(OFTEN)
                .untilAsserted(() -> assertThat(heard.keySet()).isEqualTo(ALL));
    }

    /** The names of the doorbell threads of this JVM. */
    static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("runasjob-wakeup"))
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        wakeUp.close();
        pool.close();
    }
}
