package io.runasjob.jdbc;

import io.runasjob.job.JobId;
import io.runasjob.job.Lease;
import io.runasjob.job.Node;
import io.runasjob.job.NodeId;
import io.runasjob.spi.NodeRegistry.Heartbeat;
import io.runasjob.spi.NodeRegistry.Registration;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which nodes are alive. A heartbeat writes until when its node counts as alive; it runs on a connection of its own. */
final class NodeRows {
    private static final String RENEW = """
            update ${_node} set heartbeat_at = ${now},
                   expires_at = ${after now, dead_after_micros}
            where id = ?""";

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
    private final String register;
    private final String held;
    private final String toStop;
    private final String deregister;
    private final String all;

    NodeRows(Database database, HeartbeatConnection own, Sql sql) {
        this.database = database;
        this.own = own;
        this.renew = sql.render(RENEW);
        this.register = sql.render(REGISTER);
        this.held = sql.render(HELD);
        this.toStop = held + " and cancel_requested";
        this.deregister = sql.render("delete from ${_node} where id = ?");
        this.all = sql.render(ALL);
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
            boolean known = renew(connection, node);
            return new Heartbeat(known, known ? leases(connection, toStop, node) : Set.of());
        });
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
