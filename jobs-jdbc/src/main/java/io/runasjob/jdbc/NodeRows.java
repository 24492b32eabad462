package io.runasjob.jdbc;

import io.runasjob.job.JobId;
import io.runasjob.job.Lease;
import io.runasjob.job.Node;
import io.runasjob.job.NodeId;
import io.runasjob.spi.NodeRegistry.Heartbeat;
import io.runasjob.spi.NodeRegistry.Registration;
import io.runasjob.spi.WakeUp.Bell;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes are alive. A heartbeat writes until when its node counts as alive, and looks what there is to do; it runs on a
 * connection of its own.
 */
final class NodeRows {
    private static final String RENEW = """
            update ${_node} set heartbeat_at = ${now},
                   expires_at = ${after now, dead_after_micros}
            where id = ?""";

    /**
     * What a node finds, in the order of {@link #BELLS}, each by the first entry of an index at most. The order of an index names
     * it to a planner whose statistics are old; an {@code exists} would drop it.
     */
    private static final String FINDINGS = """
            (select 1 from ${jobs along due}
             where status = ${RUNNING} and node = ${_node}.id and cancel_requested order by id limit 1) is not null,
            (select 1 from ${jobs along ready} where status = ${PENDING} order by status, queue limit 1) is not null,
            (select 1 from ${jobs along due}
             where status = ${SCHEDULED} and run_at <= ${now} order by status, run_at limit 1) is not null,
            (select 1 from ${_node} n where n.expires_at < ${now} and n.id <> ${_node}.id limit 1) is not null""";

    private static final List<Bell> BELLS = List.of(Bell.CANCEL, Bell.READY, Bell.SCHEDULED, Bell.LOST);

    private static final String REGISTER = """
            insert into ${_node} (id, host, pid, queues, types, started_at, heartbeat_at, expires_at, dead_after_micros)
            values (?, ?, ?, ?, ?, ${now}, ${now}, ${after now, ?}, ?)""";

    private static final String HELD = "select id, attempt from ${jobs} where status = ${RUNNING} and node = ?";

    private static final String ALL = """
            select id, host, pid, queues, types, started_at, heartbeat_at, dead_after_micros,
                   case when expires_at >= ${now} then true else false end
            from ${_node}
            order by started_at, id""";

    private final Database database;
    private final HeartbeatConnection own;
    private final String renew;
    private final @Nullable String renewAndLook;
    private final String look;
    private final String register;
    private final String held;
    private final String toStop;
    private final String deregister;
    private final String all;

    NodeRows(Database database, HeartbeatConnection own, Sql sql) {
        this.database = database;
        this.own = own;
        this.renew = sql.render(RENEW);
        this.renewAndLook = sql.dialect() == JdbcDialect.POSTGRESQL ? renewAndLook(sql) : null;
        this.look = sql.render("select " + FINDINGS + " from ${_node} where id = ?");
        this.register = sql.render(REGISTER);
        this.held = sql.render(HELD);
        this.toStop = held + " and cancel_requested";
        this.deregister = sql.render("delete from ${_node} where id = ?");
        this.all = sql.render(ALL);
    }

    private static String renewAndLook(Sql sql) {
        return sql.grammar()
                .updateReturning(sql.render(RENEW), sql.render(FINDINGS))
                .orElseThrow();
    }

    void register(Registration node) {
        own.serves(node.deadAfter());
        database.user("register node " + node.id(), own.limit(), connection -> {
            boolean known = renew(connection, node.id());
            return known ? 0 : insert(connection, node);
        });
    }

    Heartbeat heartbeat(NodeId node) {
        return own.run("renew the heartbeat of node " + node, connection -> {
            List<Set<Bell>> answer = renewAndLook(connection, node);
            return answer.isEmpty() ? Heartbeat.UNKNOWN : heartbeat(connection, node, answer.get(0));
        });
    }

    private List<Set<Bell>> renewAndLook(Connection connection, NodeId node) throws SQLException {
        if (renewAndLook != null) {
            return look(connection, renewAndLook, node);
        }
        return renew(connection, node) ? look(connection, look, node) : List.of();
    }

    private Heartbeat heartbeat(Connection connection, NodeId node, Set<Bell> found) throws SQLException {
        boolean stop = found.remove(Bell.CANCEL);
        return new Heartbeat(true, stop ? leases(connection, toStop, node) : Set.of(), found);
    }

    Set<Bell> look(NodeId node) {
        return own.run("look for work as node " + node, connection -> {
            List<Set<Bell>> answer = look(connection, look, node);
            return answer.isEmpty() ? Set.of() : answer.get(0);
        });
    }

    /** One row, or none where the node is not known. */
    private static List<Set<Bell>> look(Connection connection, String sql, NodeId node) throws SQLException {
        return Query.list(connection, sql, NodeRows::found, node.value());
    }

    private static Set<Bell> found(Row row) throws SQLException {
        Set<Bell> found = EnumSet.noneOf(Bell.class);
        for (Bell bell : BELLS) {
            if (row.getBoolean(BELLS.indexOf(bell) + 1)) {
                found.add(bell);
            }
        }
        return found;
    }

    void deregister(NodeId node) {
        database.user(
                "deregister node " + node,
                own.limit(),
                connection -> Query.update(connection, deregister, node.value()));
    }

    Set<Lease> leasesOf(NodeId node) {
        return database.user("read the leases of node " + node, connection -> leases(connection, held, node));
    }

    List<Node> nodes() {
        return database.user("read nodes", connection -> Query.list(connection, all, NodeRows::read));
    }

    private boolean renew(Connection connection, NodeId node) throws SQLException {
        return Query.update(connection, renew, node.value()) == 1;
    }

    private int insert(Connection connection, Registration node) throws SQLException {
        long deadAfter = Micros.of(node.deadAfter());
        return Query.update(
                connection,
                register,
                node.id().value(),
                node.host(),
                node.pid(),
                Json.names(node.queues()),
                Json.names(node.types()),
                deadAfter,
                deadAfter);
    }

    private static Set<Lease> leases(Connection connection, String sql, NodeId node) throws SQLException {
        return new HashSet<>(Query.list(
                connection, sql, row -> new Lease(new JobId(Query.uuid(row, 1)), row.getInt(2), node), node.value()));
    }

    private static Node read(Row row) throws SQLException {
        return new Node(
                new NodeId(Query.uuid(row, 1)),
                row.getString(2),
                row.getLong(3),
                Json.names(row.getString(4)),
                Json.names(row.getString(5)),
                Query.time(row, 6),
                Query.time(row, 7),
                Duration.ofNanos(row.getLong(8) * 1_000),
                row.getBoolean(9));
    }
}
