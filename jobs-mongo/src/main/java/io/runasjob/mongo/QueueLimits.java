package io.runasjob.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.runasjob.job.JobStatus;
import io.runasjob.job.QueueFullException;
import io.runasjob.mongo.Intakes.State;
import io.runasjob.spi.NewJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses jobs that a bounded queue has no room for. Inserts into such a queue take turns: the document of the queue names the
 * intake whose turn it is, queue after queue in the order of their names. A turn that was left behind is taken over once its
 * intake is settled, so that nobody can commit by a count that is no longer true. An unbounded queue costs one look at a small
 * collection.
 */
final class QueueLimits {
    private static final Logger LOG = LoggerFactory.getLogger(QueueLimits.class);
    static final String LIMIT = "limit";
    static final String TURN = "turn";

    private final Database database;
    private final Intakes intakes;

    QueueLimits(Database database, Intakes intakes) {
        this.database = database;
        this.intakes = intakes;
    }

    /** How many of the jobs begin as PENDING in each queue that has a limit, by name. */
    Map<String, Long> bounded(List<NewJob> jobs, Instant now) {
        Map<String, Long> adding = ready(jobs, now);
        List<BsonString> names = adding.keySet().stream().map(BsonString::new).toList();
        if (names.isEmpty()) {
            return adding;
        }
        List<String> limited = database.queues()
                .find(and(Filters.in(Names.ID, names), Filters.exists(LIMIT)))
                .map(queue -> Values.text(queue, Names.ID))
                .into(new ArrayList<>());
        adding.keySet().retainAll(limited);
        return adding;
    }

    /** The jobs as they may begin: those that a node claims wait all the same where their queue is paused or has a limit. */
    List<NewJob> settled(List<NewJob> jobs) {
        Set<BsonString> claiming = jobs.stream()
                .filter(job -> job.start() instanceof NewJob.ClaimedBy)
                .map(job -> new BsonString(job.spec().queue()))
                .collect(Collectors.toSet());
        if (claiming.isEmpty()) {
            return jobs;
        }
        Set<String> waiting = new HashSet<>();
        for (BsonDocument queue : database.queues().find(Filters.in(Names.ID, claiming))) {
            if (queue.containsKey(LIMIT) || QueueDocuments.isPaused(queue)) {
                waiting.add(Values.text(queue, Names.ID));
            }
        }
        return jobs.stream()
                .map(job -> waiting.contains(job.spec().queue()) ? job.unclaimed() : job.claimed())
                .toList();
    }

    static Map<String, Long> ready(List<NewJob> jobs, Instant now) {
        Map<String, Long> ready = new TreeMap<>();
        for (NewJob job : jobs) {
            if (NewDocuments.isReady(job, now)) {
                ready.merge(job.spec().queue(), 1L, Long::sum);
            }
        }
        return ready;
    }

    /**
     * Takes the turns of the queues for the intake, and looks whether its jobs fit.
     *
     * @return false when the intake was undone meanwhile
     * @throws QueueFullException when they do not fit
     */
    boolean admit(Map<String, Long> bounded, UUID intake) {
        bounded.keySet().forEach(queue -> takeTurn(queue, intake));
        bounded.forEach((queue, adding) -> check(queue, adding, limit(queue)));
        return bounded.isEmpty() || intakes.renew(intake);
    }

    /** Gives the turns back, those that were taken. */
    void leave(Map<String, Long> bounded, UUID intake) {
        for (String queue : bounded.keySet()) {
            try {
                database.queues().updateOne(and(name(queue), turn(Values.of(intake))), Updates.unset(TURN));
            } catch (MongoException e) {
                LOG.debug("The turn of queue {} was left behind; others take it over", queue, e);
            }
        }
    }

    private void takeTurn(String queue, UUID intake) {
        for (int tried = 1; !take(queue, BsonNull.VALUE, intake); tried++) {
            takeOver(queue, intake);
            database.pause(tried);
            database.requireOpen();
        }
    }

    private boolean take(String queue, BsonValue from, UUID intake) {
        return database.queues()
                        .updateOne(and(name(queue), turn(from)), Updates.set(TURN, Values.of(intake)))
                        .getMatchedCount()
                == 1;
    }

    /** Ends the turn of an intake that is decided or was left behind; its owner gives it back otherwise. */
    private void takeOver(String queue, UUID intake) {
        UUID holder = holder(queue);
        if (holder == null || holder.equals(intake)) {
            return;
        }
        State state = intakes.state(holder, database.now());
        if (state == State.ABANDONED) {
            intakes.settle(holder);
        }
        if (state == State.ABANDONED || state == State.GONE) {
            database.queues().updateOne(and(name(queue), turn(Values.of(holder))), Updates.unset(TURN));
        }
    }

    private @Nullable UUID holder(String queue) {
        BsonDocument found = database.queues().find(name(queue)).first();
        return found == null ? null : Values.idOrNull(found, TURN);
    }

    private long limit(String queue) {
        BsonDocument found = database.queues().find(name(queue)).first();
        return found == null ? Long.MAX_VALUE : limit(found);
    }

    static long limit(BsonDocument queue) {
        return queue.containsKey(LIMIT) ? queue.getNumber(LIMIT).longValue() : Long.MAX_VALUE;
    }

    private void check(String queue, long adding, long limit) {
        long size = limit == Long.MAX_VALUE ? 0 : database.jobs().countDocuments(waitingIn(queue));
        require(queue, size, adding, limit);
    }

    static void require(String queue, long size, long adding, long limit) {
        if (adding > limit - size) {
            throw new QueueFullException(queue, size, adding, limit);
        }
    }

    static Bson waitingIn(String queue) {
        return and(Guards.status(JobStatus.PENDING), eq(Names.QUEUE, new BsonString(queue)));
    }

    static Bson name(String queue) {
        return eq(Names.ID, new BsonString(queue));
    }

    private static Bson turn(BsonValue of) {
        return eq(TURN, of);
    }
}
