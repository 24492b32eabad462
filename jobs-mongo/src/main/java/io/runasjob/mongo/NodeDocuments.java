package io.runasjob.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;

import com.mongodb.MongoException;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Lease;
import io.runasjob.job.Node;
import io.runasjob.job.NodeId;
import io.runasjob.spi.NodeRegistry.Heartbeat;
import io.runasjob.spi.NodeRegistry.Registration;
import io.runasjob.spi.WakeUp.Bell;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.conversions.Bson;

/**
 * Which nodes are alive. The server itself sets the time of each heartbeat. A node that was found silent is marked as dead, by
 * an update that only matches while its heartbeat is too old; from then on it is unknown, whatever it says.
 */
final class NodeDocuments {
    private static final String HOST = "host";
    private static final String PID = "pid";
    private static final String QUEUES = "queues";
    private static final String TYPES = "types";
    private static final String HEARTBEAT = "heartbeat";
    private static final String DEAD_AFTER = "deadAfterNanos";
    private static final String DEAD = "dead";

    private static final Bson NOT_DEAD = ne(DEAD, BsonBoolean.TRUE);

    private final Database database;
    private final Intakes intakes;

    NodeDocuments(Database database, Intakes intakes) {
        this.database = database;
        this.intakes = intakes;
    }

    void register(Registration node) {
        database.run("register node " + node.id(), () -> renew(node.id()) || insert(node));
    }

    Heartbeat heartbeat(NodeId node) {
        return database.run("renew the heartbeat of node " + node, () -> {
            return renew(node) ? new Heartbeat(true, askedToStop(node), found(node)) : Heartbeat.UNKNOWN;
        });
    }

    Set<Bell> look(NodeId node) {
        return database.run("look for work as node " + node, () -> {
            if (database.nodes().find(and(id(node), NOT_DEAD)).first() == null) {
                return Set.of();
            }
            Set<Bell> found = found(node);
            if (!askedToStop(node).isEmpty()) {
                found.add(Bell.CANCEL);
            }
            return found;
        });
    }

    private Set<Bell> found(NodeId node) {
        Instant now = database.now();
        Set<Bell> found = EnumSet.noneOf(Bell.class);
        if (isAny(Guards.status(JobStatus.PENDING))) {
            found.add(Bell.READY);
        }
        if (isAny(and(Guards.status(JobStatus.SCHEDULED), lte(Names.DUE, Values.of(now))))) {
            found.add(Bell.SCHEDULED);
        }
        if (isAnyDead(node, now) || intakes.areAbandoned(now)) {
            found.add(Bell.LOST);
        }
        return found;
    }

    private boolean isAny(Bson jobs) {
        return database.jobs()
                        .find(jobs)
                        .projection(Projections.include(Names.ID))
                        .first()
                != null;
    }

    /** Marked as dead, and so not yet forgotten, or silent for too long. */
    private boolean isAnyDead(NodeId butFor, Instant now) {
        return database.nodes().find(ne(Names.ID, Values.of(butFor.value()))).into(new ArrayList<>()).stream()
                .anyMatch(node -> node.containsKey(DEAD) || isSilent(node, now));
    }

    void deregister(NodeId node) {
        database.run("deregister node " + node, () -> database.nodes().deleteOne(id(node)));
    }

    Set<Lease> leasesOf(NodeId node) {
        return database.run("read the leases of node " + node, () -> leases(held(node)));
    }

    List<Node> nodes() {
        return database.run("read nodes", () -> {
            Instant now = database.now();
            return database.nodes()
                    .find()
                    .sort(Sorts.ascending(Names.STARTED, Names.ID))
                    .map(node -> read(node, now))
                    .into(new ArrayList<>());
        });
    }

    /** The ids of the nodes that are not marked as dead; to be called in an act. */
    List<BsonValue> alive() {
        return database.nodes()
                .find(NOT_DEAD)
                .projection(Projections.include(Names.ID))
                .map(node -> node.get(Names.ID))
                .into(new ArrayList<>());
    }

    /**
     * Marks those that were silent for too long; to be called in an act. The guard says so again: a heartbeat may come between
     * the look and the mark.
     */
    void markDead(Instant now) {
        for (BsonDocument node : database.nodes().find(NOT_DEAD).into(new ArrayList<>())) {
            if (isSilent(node, now)) {
                Bson silent = lt(HEARTBEAT, Values.of(now.minus(deadAfter(node))));
                database.nodes()
                        .updateOne(
                                and(eq(Names.ID, node.get(Names.ID)), NOT_DEAD, silent),
                                Updates.set(DEAD, BsonBoolean.TRUE));
            }
        }
    }

    /** Forgets marked nodes without jobs; to be called in an act. */
    void forgetDeadAndIdle() {
        for (BsonDocument node :
                database.nodes().find(eq(DEAD, BsonBoolean.TRUE)).into(new ArrayList<>())) {
            NodeId id = new NodeId(Values.id(node, Names.ID));
            if (!isAny(held(id))) {
                database.nodes().deleteOne(and(id(id), eq(DEAD, BsonBoolean.TRUE)));
            }
        }
    }

    private boolean renew(NodeId node) {
        return database.nodes()
                        .updateOne(and(id(node), NOT_DEAD), Updates.currentDate(HEARTBEAT))
                        .getMatchedCount()
                == 1;
    }

    /** A node that is there although it could not be renewed is marked as dead: its next heartbeat says so. */
    private boolean insert(Registration node) {
        Instant now = database.now();
        BsonDocument document = new BsonDocument(Names.ID, Values.of(node.id().value()))
                .append(HOST, new BsonString(node.host()))
                .append(PID, new BsonInt64(node.pid()))
                .append(QUEUES, Values.texts(new TreeSet<>(node.queues())))
                .append(TYPES, Values.texts(new TreeSet<>(node.types())))
                .append(Names.STARTED, Values.of(now))
                .append(HEARTBEAT, Values.of(now))
                .append(DEAD_AFTER, new BsonInt64(node.deadAfter().toNanos()));
        try {
            database.nodes().insertOne(document);
            return true;
        } catch (MongoException e) {
            if (!Errors.isDuplicate(e)) {
                throw e;
            }
            return false;
        }
    }

    private Set<Lease> askedToStop(NodeId node) {
        return leases(and(held(node), Guards.askedToStop(true)));
    }

    private Set<Lease> leases(Bson filter) {
        return database.jobs()
                .find(filter)
                .projection(Projections.include(Names.ATTEMPT, Names.NODE))
                .map(JobDocument::lease)
                .into(new HashSet<>());
    }

    private static Bson held(NodeId node) {
        return and(Guards.status(JobStatus.RUNNING), eq(Names.NODE, Values.of(node.value())));
    }

    private static Bson id(NodeId node) {
        return eq(Names.ID, Values.of(node.value()));
    }

    private static boolean isSilent(BsonDocument node, Instant now) {
        return Values.time(node, HEARTBEAT).plus(deadAfter(node)).isBefore(now);
    }

    private static Duration deadAfter(BsonDocument node) {
        return Duration.ofNanos(node.getNumber(DEAD_AFTER).longValue());
    }

    private static Node read(BsonDocument node, Instant now) {
        return new Node(
                new NodeId(Values.id(node, Names.ID)),
                Values.text(node, HOST),
                node.getNumber(PID).longValue(),
                Set.copyOf(Values.texts(node.getArray(QUEUES))),
                Set.copyOf(Values.texts(node.getArray(TYPES))),
                Values.time(node, Names.STARTED),
                Values.time(node, HEARTBEAT),
                deadAfter(node),
                !node.containsKey(DEAD) && !isSilent(node, now));
    }
}
