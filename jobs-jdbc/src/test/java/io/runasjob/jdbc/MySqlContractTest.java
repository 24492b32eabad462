package io.runasjob.jdbc;

import io.runasjob.testkit.JobStoreContract;
import io.runasjob.testkit.StoreFixture;
import org.junit.jupiter.api.BeforeAll;

/** Runs where {@code JOBS_TEST_MYSQL_URL} names a server or Docker starts one; elsewhere the report says that it did not. */
class MySqlContractTest extends JobStoreContract {
    private static String url;

    @BeforeAll
    static void create() {
        url = Databases.empty(JdbcDialect.MYSQL);
    }

    @Override
    protected StoreFixture open() {
        return new JdbcFixture(url, JdbcDialect.MYSQL);
    }
}
