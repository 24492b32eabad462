package io.runasjob.jdbc;

import io.runasjob.testkit.JobStoreContract;
import io.runasjob.testkit.StoreFixture;

class PostgresContractTest extends JobStoreContract {
    private static final String URL = Databases.empty(JdbcDialect.POSTGRESQL);

    @Override
    protected StoreFixture open() {
        return new JdbcFixture(URL, JdbcDialect.POSTGRESQL);
    }
}
