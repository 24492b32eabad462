package io.runasjob.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long a database may stay silent, statement by statement: a locked row, or a network that swallows packets, must not
 * hold a thread for good. It is the network timeout of the driver, which then breaks the connection. A shorter one of the host
 * stays as it is. Where the driver has none (an embedded H2, whose locks have a time limit of their own) nothing is set.
 * Safe for use by any number of threads.
 */
final class TimeLimit {
    /** Engine: a batch takes milliseconds, and whoever waits longer than this is better off with a new connection. */
    static final Duration ENGINE = Duration.ofSeconds(30);

    /** Calls of users: a list may read much, a submit may wait for another submit. */
    static final Duration USER = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(TimeLimit.class);

    private volatile boolean supported = true;
    private volatile int hostMillis;

    /** Looks once what the host has set. */
    void adopt(Connection connection) {
        try {
            hostMillis = connection.getNetworkTimeout();
        } catch (SQLException | AbstractMethodError e) {
            supported = false;
            LOG.debug("The driver knows no network timeout: statements have no time limit", e);
        }
    }

    /** From now on each answer on this connection must come within that time. */
    void set(Connection connection, Duration limit) throws SQLException {
        if (supported) {
            int millis = (int) Math.max(1, Math.min(Integer.MAX_VALUE, limit.toMillis()));
            connection.setNetworkTimeout(Runnable::run, hostMillis == 0 ? millis : Math.min(millis, hostMillis));
        }
    }

    /** As the host had it. */
    void reset(Connection connection) throws SQLException {
        if (supported) {
            connection.setNetworkTimeout(Runnable::run, hostMillis);
        }
    }
}
