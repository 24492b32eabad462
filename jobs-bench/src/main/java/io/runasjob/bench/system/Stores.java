package io.runasjob.bench.system;

import io.runasjob.jdbc.JdbcJobStore;
import io.runasjob.mongo.MongoJobStore;
import io.runasjob.spi.JobStore;
import java.sql.SQLException;

/** The stores of RunAsJob, and how to look into a store, by the beginning of the URL. */
public final class Stores {
    private static final String MONGODB = "mongodb";

    private Stores() {}

    static JobStore open(String url) {
        return url.startsWith(MONGODB) ? MongoJobStore.open(url) : JdbcJobStore.open(url);
    }

    /**
     * Looks into the database of a system.
     *
     * @param queries for a database with SQL
     */
    public static StoreCounts counts(String url, StoreQueries queries) throws SQLException {
        return url.startsWith(MONGODB) ? new MongoCounts(url) : new SqlCounts(url, queries);
    }
}
