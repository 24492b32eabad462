package io.runasjob.chaos.work;

import io.runasjob.chaos.history.Effect;
import io.runasjob.job.JobContext;
import io.runasjob.job.JobId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The application's own tables in SQL. None but that of the pulse has a key: doubles stay visible. */
final class Tables {
    private static final List<String> CREATE = List.of(
            "create table chaos_effect (job varchar(36) not null, attempt integer not null, node varchar(36) not null)",
            "create table chaos_trace (job varchar(36) not null, attempt integer not null, node varchar(36) not null)",
            "create table chaos_order (job varchar(36) not null)",
            "create table chaos_pulse (process varchar(100) not null primary key, beats integer not null)");

    private Tables() {}

    /** Creates them. */
    static void create(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : CREATE) {
                statement.execute(sql);
            }
        }
    }

    static void effect(Connection connection, JobContext job) throws SQLException {
        insert(connection, "insert into chaos_effect (job, attempt, node) values (?, ?, ?)", job);
    }

    static void trace(Connection connection, JobContext job) throws SQLException {
        insert(connection, "insert into chaos_trace (job, attempt, node) values (?, ?, ?)", job);
    }

    private static void insert(Connection connection, String sql, JobContext job) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, job.id().toString());
            insert.setInt(2, job.attempt());
            insert.setString(3, HandlerLog.nodeOf(job));
            insert.executeUpdate();
        }
    }

    static void order(Connection connection, JobId job) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into chaos_order (job) values (?)")) {
            insert.setString(1, job.toString());
            insert.executeUpdate();
        }
    }

    static void beat(Connection connection, String process) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update chaos_pulse set beats = beats + 1 where process = ?")) {
            update.setString(1, process);
            if (update.executeUpdate() == 0) {
                firstBeat(connection, process);
            }
        }
    }

    private static void firstBeat(Connection connection, String process) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into chaos_pulse (process, beats) values (?, 1)")) {
            insert.setString(1, process);
            insert.executeUpdate();
        }
    }

    /** What handlers wrote in the transactions that ended their jobs. */
    static List<Effect> effects(String url) throws SQLException {
        return effects(url, "select job, attempt, node from chaos_effect");
    }

    /** What handlers wrote outside of any transaction. */
    static List<Effect> traces(String url) throws SQLException {
        return effects(url, "select job, attempt, node from chaos_trace");
    }

    private static List<Effect> effects(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement query = connection.prepareStatement(sql);
                ResultSet rows = query.executeQuery()) {
            List<Effect> effects = new ArrayList<>();
            while (rows.next()) {
                effects.add(new Effect(rows.getString(1), rows.getInt(2), rows.getString(3)));
            }
            return effects;
        }
    }

    /** Ids of jobs that were written down in the transactions in which they were submitted. */
    static Set<String> orders(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement query = connection.prepareStatement("select job from chaos_order");
                ResultSet rows = query.executeQuery()) {
            Set<String> orders = new HashSet<>();
            while (rows.next()) {
                orders.add(rows.getString(1));
            }
            return orders;
        }
    }
}
