package io.runasjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.runasjob.spi.WakeUp.Bell;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresWakeUpTest {
    private static EmbeddedPostgres server;
    private static String url;

    private final List<WakeUpNode> nodes = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.start();
        url = server.getJdbcUrl("postgres", "postgres");
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @AfterEach
    void closeNodes() {
        nodes.forEach(WakeUpNode::close);
        assertThat(WakeUpNode.threads()).isEmpty();
    }

    private WakeUpNode node(String name) {
        WakeUpNode node = WakeUpNode.connected(url, name);
        nodes.add(node);
        return node;
    }

    @Test
    void a_ring_is_heard_here_at_once_and_elsewhere_soon() {
        WakeUpNode here = node("here");
        WakeUpNode there = node("there");

        here.wakeUp.ring(Bell.SCHEDULED);

        assertThat(here.times(Bell.SCHEDULED)).isEqualTo(1);
        there.awaitHeard(Bell.SCHEDULED);
        assertThat(there.times(Bell.READY)).isZero();
    }

    @Test
    void own_rings_are_not_heard_twice() {
        WakeUpNode here = node("here");
        WakeUpNode there = node("there");

        here.wakeUp.ring(Bell.READY);
        there.awaitHeard(Bell.READY);
        // notifications arrive in the order of their commits: this answer comes after our own
        there.wakeUp.ring(Bell.FINISHED);
        here.awaitHeard(Bell.FINISHED);

        assertThat(here.times(Bell.READY)).isEqualTo(1);
        assertThat(there.times(Bell.FINISHED)).isEqualTo(1);
    }

    @Test
    void a_burst_is_sent_as_a_few_notifies_and_its_last_ring_is_heard() {
        WakeUpNode here = node("here");
        WakeUpNode there = node("there");
        List<Long> heardAt = new ArrayList<>();
        there.wakeUp.listen(bell -> {
            synchronized (heardAt) {
                heardAt.add(System.nanoTime());
            }
        });

        long first = System.nanoTime();
        long last = first;
        for (int i = 0; i < 10_000; i++) {
            last = System.nanoTime();
            here.wakeUp.ring(Bell.READY);
        }

        long lastRing = last;
        await().atMost(WakeUpNode.PATIENCE).untilAsserted(() -> {
            synchronized (heardAt) {
                assertThat(heardAt).isNotEmpty().last().matches(heard -> heard > lastRing);
            }
        });
        long most = Duration.ofNanos(lastRing - first).toMillis() / WakeUpSender.GAP_MILLIS + 2;
        assertThat(there.times(Bell.READY)).isBetween(1, (int) most);
    }

    @Test
    void after_the_listening_backend_is_terminated_all_bells_ring_once_and_rings_are_heard_again() throws SQLException {
        WakeUpNode here = node("here");
        WakeUpNode there = node("there");

        assertThat(admin(
                        "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'there'"
                                + " and query like 'listen%'"))
                .isEqualTo(1);
        there.awaitHeardAll();
        here.wakeUp.ring(Bell.CANCEL);
        await().atMost(WakeUpNode.PATIENCE).until(() -> there.times(Bell.CANCEL) == 2);

        assertThat(there.times(Bell.READY)).isEqualTo(1);
        assertThat(there.times(Bell.SCHEDULED)).isEqualTo(1);
        assertThat(there.times(Bell.FINISHED)).isEqualTo(1);
        await().atMost(WakeUpNode.PATIENCE).until(there.wakeUp::reachesOtherJvms);
    }

    @Test
    void a_ring_leaves_outside_the_transaction_of_its_caller() throws SQLException {
        WakeUpNode here = node("here");
        WakeUpNode there = node("there");

        try (Connection caller = server.getPostgresDatabase().getConnection();
                Statement statement = caller.createStatement()) {
            caller.setAutoCommit(false);
            statement.execute("create table never (id int)");
            here.wakeUp.ring(Bell.READY);
            there.awaitHeard(Bell.READY);
            caller.rollback();
        }
    }

    @Test
    void a_ring_rides_with_a_statement_and_is_heard_elsewhere_once_that_is_committed() throws Exception {
        WakeUpNode here = node("here");
        WakeUpNode there = node("there");

        here.turn.acquire(); // nothing leaves by the sender
        try (Connection caller = server.getPostgresDatabase().getConnection()) {
            caller.setAutoCommit(false);
            execute(caller, here.wakeUp.ride(Bell.READY).orElseThrow());
            execute(caller, here.wakeUp.ride(Bell.FINISHED).orElseThrow());
            assertThat(here.wakeUp.ride(Bell.READY)).as("rung a moment ago").isEmpty();
            caller.rollback();
            execute(caller, here.wakeUp.ride(Bell.SCHEDULED).orElseThrow());
            caller.commit();
        }
        there.awaitHeard(Bell.SCHEDULED);

        assertThat(there.times(Bell.READY) + there.times(Bell.FINISHED)).isZero();
        assertThat(here.times(Bell.SCHEDULED)).as("our own, which we know of").isZero();
        here.wakeUp.rodeAlong(Bell.SCHEDULED);
        assertThat(here.times(Bell.SCHEDULED)).isEqualTo(1);
        here.turn.release();
    }

    private static void execute(Connection connection, PostgresChannel.Ride ride) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PostgresChannel.Ride.with("select 1"))) {
            statement.setString(1, ride.channel());
            statement.setString(2, ride.message());
            statement.execute();
        }
    }

    @Test
    void nothing_rides_with_a_doorbell_that_is_closed() {
        WakeUpNode here = node("here");
        here.wakeUp.close();
        assertThat(here.wakeUp.ride(Bell.READY)).isEmpty();
    }

    @Test
    void a_ring_waits_for_a_connection_while_the_pool_has_none() throws SQLException {
        WakeUpNode here = node("here");
        WakeUpNode there = node("there");

        try (Connection taken = here.pool.getConnection()) {
            assertThat(taken.isClosed()).isFalse();
            here.wakeUp.ring(Bell.READY);
            await().atMost(WakeUpNode.PATIENCE).until(() -> !here.wakeUp.reachesOtherJvms());
            assertThat(there.times(Bell.READY)).isZero();
        }

        there.awaitHeard(Bell.READY);
        await().atMost(WakeUpNode.PATIENCE).until(here.wakeUp::reachesOtherJvms);
    }

    @Test
    void a_send_works_on_connections_that_do_not_commit_by_themselves() {
        WakeUpNode here = node("here");
        WakeUpNode there = new WakeUpNode(url, "there", false);
        nodes.add(there);
        there.awaitHeardAll();
        there.forget();

        there.wakeUp.ring(Bell.READY);
        here.awaitHeard(Bell.READY);
        here.wakeUp.ring(Bell.CANCEL);
        there.awaitHeard(Bell.CANCEL);
    }

    @Test
    void close_ends_threads_and_connection_at_once_also_when_called_twice() throws SQLException {
        WakeUpNode node = node("closing");
        assertThat(WakeUpNode.threads()).hasSize(2);

        long start = System.nanoTime();
        try (CapturedLog log = new CapturedLog()) {
            node.wakeUp.close();
            node.wakeUp.close();
            assertThat(log.lines(""))
                    .as("an orderly end that no pool complains about")
                    .isEmpty();
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(400));
        assertThat(WakeUpNode.threads()).isEmpty();
        assertThat(node.wakeUp.reachesOtherJvms()).isFalse();
        assertThat(node.pool.getHikariPoolMXBean().getActiveConnections()).isZero();
        await().atMost(WakeUpNode.PATIENCE)
                .until(() -> admin("select count(*) from pg_stat_activity where application_name = 'closing'"
                                + " and query like 'listen%'")
                        == 0);
        try (Connection one = node.pool.getConnection();
                Connection other = node.pool.getConnection()) {
            assertThat(number(one, "select count(*) from pg_listening_channels()"))
                    .isZero();
            assertThat(number(other, "select count(*) from pg_listening_channels()"))
                    .isZero();
        }
    }

    @Test
    void close_is_prompt_also_where_the_pool_has_no_connection_left() throws SQLException {
        WakeUpNode node = node("starved");

        try (Connection taken = node.pool.getConnection()) {
            assertThat(taken.isClosed()).isFalse();
            node.wakeUp.ring(Bell.READY);
            long start = System.nanoTime();
            node.wakeUp.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }

        assertThat(WakeUpNode.threads()).isEmpty();
    }

    @Test
    void close_sends_what_was_rung_just_before() {
        WakeUpNode here = node("here");
        WakeUpNode there = node("there");

        here.wakeUp.ring(Bell.READY);
        here.wakeUp.ring(Bell.FINISHED);
        here.wakeUp.close();

        there.awaitHeard(Bell.READY);
        there.awaitHeard(Bell.FINISHED);
    }

    @Test
    void a_ring_after_close_does_nothing() {
        WakeUpNode here = node("here");
        WakeUpNode there = node("there");

        here.wakeUp.close();
        here.wakeUp.ring(Bell.READY);
        WakeUpNode third = node("third");
        third.wakeUp.ring(Bell.FINISHED);
        there.awaitHeard(Bell.FINISHED);

        assertThat(here.times(Bell.READY)).isZero();
        assertThat(there.times(Bell.READY)).isZero();
    }

    @Test
    void a_listener_that_throws_harms_neither_the_ringer_nor_the_line() {
        WakeUpNode here = node("here");
        WakeUpNode there = node("there");
        here.wakeUp.listen(bell -> {
            throw new IllegalStateException("a listener must not throw");
        });

        here.wakeUp.ring(Bell.READY);
        there.awaitHeard(Bell.READY);
        there.wakeUp.ring(Bell.CANCEL);
        here.awaitHeard(Bell.CANCEL);

        assertThat(here.wakeUp.reachesOtherJvms()).isTrue();
    }

    @Test
    void another_driver_leaves_the_bell_local_with_one_warning() {
        try (CapturedLog log = new CapturedLog()) {
            WakeUpNode local = new WakeUpNode("jdbc:h2:mem:wake", "h2");
            nodes.add(local);

            await().atMost(WakeUpNode.PATIENCE).until(() -> WakeUpNode.threads().isEmpty());
            local.wakeUp.ring(Bell.READY);

            assertThat(local.times(Bell.READY)).isEqualTo(1);
            assertThat(local.wakeUp.reachesOtherJvms()).isFalse();
            assertThat(log.lines("WakeUp")).singleElement().asString().contains("WARN", "stays in this JVM");
        }
    }

    @Test
    void a_doorbell_reaches_other_jvms_as_soon_as_it_has_heard_itself() {
        WakeUpNode node = new WakeUpNode(url, "soon");
        nodes.add(node);

        await().atMost(Duration.ofSeconds(2)).until(node.wakeUp::reachesOtherJvms);
        node.awaitHeardAll();
        assertThat(Set.of(Bell.values())).allMatch(bell -> node.times(bell) == 1);
    }

    @Test
    void a_doorbell_whose_listen_hears_nothing_does_not_claim_to_reach_other_jvms() {
        WakeUpNode there = node("there");
        DataSource deaf = DeafDataSource.of(server.getPostgresDatabase());
        try (PostgresWakeUp bell = new PostgresWakeUp(deaf, new Semaphore(1), "Job_\"wake\"", since -> true)) {
            for (Bell each : List.of(Bell.READY, Bell.CANCEL, Bell.FINISHED)) {
                bell.ring(each);
                there.awaitHeard(each);
                assertThat(bell.reachesOtherJvms()).isFalse();
            }
        }
    }

    @Test
    void a_channel_name_that_the_server_would_cut_is_refused() {
        assertThatThrownBy(() -> new PostgresWakeUp(
                        server.getPostgresDatabase(), new Semaphore(1), "x".repeat(64), since -> true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("64 bytes, expected 1 to 63");
    }

    private static long admin(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            return number(connection, sql);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
