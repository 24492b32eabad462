package io.runasjob.jdbc;

import io.runasjob.testkit.JobStoreContract;
import io.runasjob.testkit.StoreFixture;

class MariaDbContractTest extends JobStoreContract {
    private static final String URL = Databases.mariaDb("innodb_snapshot_isolation", false);

    @Override
    protected StoreFixture open() {
        return new JdbcFixture(URL, JdbcDialect.MARIADB);
    }
}
