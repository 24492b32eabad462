package io.runasjob.jdbc;

import io.runasjob.testkit.JobStoreContract;
import io.runasjob.testkit.StoreFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2FileContractTest extends JobStoreContract {
    @TempDir
    static Path folder;

    @Override
    protected StoreFixture open() {
        return new JdbcFixture("jdbc:h2:" + folder.resolve("jobs"), JdbcDialect.H2);
    }
}
