package io.runasjob.jdbc;

import io.runasjob.testkit.JobStoreContract;
import io.runasjob.testkit.StoreFixture;

class H2ContractTest extends JobStoreContract {
    private static final String URL = Databases.empty(JdbcDialect.H2);

    @Override
    protected StoreFixture open() {
        return new JdbcFixture(URL, JdbcDialect.H2);
    }
}
