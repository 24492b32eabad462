package io.runasjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.runasjob.JobService;
import io.runasjob.jdbc.Transactions.Handlers;
import io.runasjob.job.InvalidValueException;
import io.runasjob.job.JobQuery;
import io.runasjob.job.StoreClosedException;
import io.runasjob.memory.InMemoryJobStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.impl.DefaultConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A transaction that cannot hold the job is refused before anything is written, and the message says what to do. */
@Timeout(120)
class MisusedTransactionTest {

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void a_closed_connection(JdbcDialect dialect) throws Exception {
        try (Transactions test = new Transactions(dialect)) {
            Connection connection = test.begin();
            connection.close();
            assertRefused(test, connection, "closed");
        }
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void a_connection_that_commits_by_itself(JdbcDialect dialect) throws Exception {
        try (Transactions test = new Transactions(dialect);
                Connection connection = DriverManager.getConnection(test.url)) {
            assertRefused(test, connection, "setAutoCommit(false)");
            assertThat(connection.getAutoCommit()).isTrue();
        }
    }

    @Test
    void a_read_only_transaction_where_the_database_knows_such() throws Exception {
        try (Transactions test = new Transactions(JdbcDialect.POSTGRESQL);
                Connection connection = test.begin();
                Statement statement = connection.createStatement()) {
            statement.execute("set transaction read only");
            assertRefused(test, connection, "read-only");
            connection.rollback();
            connection.setReadOnly(true);
            assertRefused(test, connection, "read-only");
        }
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void a_database_without_job_tables_and_its_transaction_goes_on(JdbcDialect dialect) throws Exception {
        String elsewhere = Databases.empty(dialect);
        Databases.execute(elsewhere, "create table effect (number integer)");
        try (Transactions test = new Transactions(dialect);
                Connection connection = Transactions.begin(elsewhere)) {
            Transactions.effect(connection, 1);
            assertRefused(test, connection, "no such job tables");
            connection.commit();
            assertThat(Transactions.effects(elsewhere)).containsExactly(1);
        }
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void a_database_with_other_job_tables(JdbcDialect dialect) throws Exception {
        try (Transactions test = new Transactions(dialect);
                Transactions other = new Transactions(dialect);
                Connection connection = other.begin()) {
            assertRefused(test, connection, "job tables are others");
            assertThat(other.service.list(JobQuery.all()).items()).isEmpty();
        }
    }

    @Test
    void another_kind_of_database() throws Exception {
        try (Transactions test = new Transactions(JdbcDialect.POSTGRESQL);
                Transactions other = new Transactions(JdbcDialect.H2);
                Connection connection = other.begin()) {
            assertRefused(test, connection, "another kind of database");
        }
    }

    @Test
    void the_same_database_by_another_address_is_none() throws Exception {
        try (Transactions test = new Transactions(JdbcDialect.POSTGRESQL);
                Connection connection = begin(test.url.replace("localhost", "127.0.0.1"))) {
            assumeThat(test.url).contains("localhost");
            var handle = test.service.using(JdbcTransaction.of(connection)).submit(Handlers::twice, 3);
            connection.commit();
            assertThat(handle.await(Transactions.LONG)).isEqualTo(6);
        }
    }

    @Test
    void another_schema_on_the_way_to_the_tables() throws Exception {
        try (Transactions test = new Transactions(JdbcDialect.POSTGRESQL);
                Connection connection = test.begin()) {
            connection.setSchema("public");
            assertRefused(test, connection, "no such job tables");
        }
    }

    @Test
    void jooq_outside_of_a_transaction_even_where_the_pool_hides_it() throws Exception {
        try (Transactions test = new Transactions(JdbcDialect.H2)) {
            WatchedDataSource pool = new WatchedDataSource(test.url + ";AUTOCOMMIT=FALSE");
            DSLContext dsl = pooled(pool);
            assertThatThrownBy(() -> test.service.using(JdbcTransaction.of(dsl)).submit(Handlers::twice, 1))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("dsl.transaction");
            assertThat(test.service.list(JobQuery.all()).items()).isEmpty();
        }
    }

    @Test
    void a_service_that_was_closed() throws Exception {
        Transactions test = new Transactions(JdbcDialect.H2);
        var jobs = test.service.using(JdbcTransaction.of(test.begin()));
        test.close();
        assertThatThrownBy(() -> jobs.submit(Handlers::twice, 1)).isInstanceOf(StoreClosedException.class);
    }

    @Test
    void a_store_that_supplies_no_connection_does_not_start_with_a_handler_that_takes_one() {
        var builder = JobService.builder().store(new InMemoryJobStore()).register(new Handlers(""));
        assertThatThrownBy(builder::start)
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("java.sql.Connection")
                .hasMessageContaining("InMemoryJobStore");
    }

    /** By reflection, because javac warns of annotations of jOOQ that are not there when it looks at this method. */
    private static DSLContext pooled(DataSource pool) throws ReflectiveOperationException {
        Object configuration = new DefaultConfiguration();
        DefaultConfiguration.class.getMethod("set", DataSource.class).invoke(configuration, pool);
        return (DSLContext) DefaultConfiguration.class.getMethod("dsl").invoke(configuration);
    }

    private static Connection begin(String url) throws SQLException {
        Connection connection = DriverManager.getConnection(url, new Properties());
        connection.setAutoCommit(false);
        return connection;
    }

    private static void assertRefused(Transactions test, Connection connection, String words) {
        assertThatThrownBy(
                        () -> test.service.using(JdbcTransaction.of(connection)).submit(Handlers::twice, 1))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(words)
                .hasMessageContaining("Nothing was stored");
        assertThat(test.service.list(JobQuery.all()).items()).isEmpty();
    }
}
