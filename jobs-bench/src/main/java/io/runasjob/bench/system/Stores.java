package io.runasjob.bench.system;

import io.runasjob.jdbc.JdbcJobStore;
import io.runasjob.spi.JobStore;

/** The stores of RunAsJob by the beginning of their URL. Another kind of store finds its place here. */
final class Stores {
    private Stores() {}

    static JobStore open(String url) {
        if (url.startsWith("jdbc:")) {
            return JdbcJobStore.open(url);
        }
        throw new IllegalArgumentException("No store of RunAsJob for " + url);
    }
}
