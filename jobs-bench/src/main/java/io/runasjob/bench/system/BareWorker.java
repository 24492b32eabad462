package io.runasjob.bench.system;

import io.runasjob.bench.node.Deliveries;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** One thread with one connection: claims a batch, runs it, finishes it; waits for a notification when there is nothing. */
final class BareWorker implements Runnable {
    private static final int LONGEST_WAIT_MILLIS = 500;

    private final DataSource dataSource;
    private final int batch;
    private final UUID node = UUID.randomUUID();
    private volatile boolean stopped;

    BareWorker(DataSource dataSource, int batch) {
        this.dataSource = dataSource;
        this.batch = batch;
    }

    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                PreparedStatement claim = connection.prepareStatement(BareSql.CLAIM);
                PreparedStatement finish = connection.prepareStatement(BareSql.FINISH)) {
            statement.execute(BareSql.LISTEN);
            PGConnection bell = connection.unwrap(PGConnection.class);
            while (!stopped) {
                if (!round(connection, claim, finish)) {
                    bell.getNotifications(LONGEST_WAIT_MILLIS);
                }
            }
            statement.execute("unlisten *");
        } catch (SQLException e) {
            throw new IllegalStateException("The bare worker failed", e);
        }
    }

    /** Each statement is a transaction of its own. */
    private boolean round(Connection connection, PreparedStatement claim, PreparedStatement finish)
            throws SQLException {
        claim.setInt(1, batch);
        claim.setObject(2, node);
        List<UUID> ids = runAll(claim);
        if (ids.isEmpty()) {
            return false;
        }
        finish.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
        finish.setObject(2, node);
        int finished = finish.executeUpdate();
        if (finished != ids.size()) {
            throw new IllegalStateException("Claimed " + ids.size() + " jobs and finished " + finished);
        }
        return true;
    }

    private static List<UUID> runAll(PreparedStatement claim) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        try (ResultSet rows = claim.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getObject(1, UUID.class));
                Deliveries.done(BareSystem.number(rows.getString("payload")));
            }
        }
        return ids;
    }
}
