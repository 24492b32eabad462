package io.runasjob.jdbc;

import io.runasjob.testkit.JobStoreContract;
import io.runasjob.testkit.StoreFixture;
import org.junit.jupiter.api.BeforeAll;

/** As MariaDB is from 11.6.2 on by default: a row that changed under a snapshot is error 1020, and tried again. */
class MariaDbSnapshotContractTest extends JobStoreContract {
    private static String url;

    @BeforeAll
    static void create() {
        url = Databases.mariaDb("innodb_snapshot_isolation", true);
    }

    @Override
    protected StoreFixture open() {
        return new JdbcFixture(url, JdbcDialect.MARIADB);
    }
}
