package io.runasjob.mongo;

import com.mongodb.client.model.PushOptions;
import com.mongodb.client.model.Updates;
import io.runasjob.job.Attempt;
import io.runasjob.job.JobError;
import io.runasjob.job.NodeId;
import io.runasjob.job.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of a job, in an array of its document: each start appends one, and the array keeps the latest {@value #KEPT},
 * so that a job that snoozes for years does not outgrow its document. So the latest attempt stands at a known place, and the
 * one update that ends it also writes its history.
 */
final class AttemptDocuments {
    static final int KEPT = 200;

    private static final String ENDED = "ended";
    private static final String OUTCOME = "outcome";

    /** Stamp of the act that ended the attempt. */
    private static final String BY = "by";

    private AttemptDocuments() {}

    static BsonDocument started(NodeId node, Instant now) {
        return new BsonDocument(Names.NODE, Values.of(node.value())).append(Names.STARTED, Values.of(now));
    }

    static Bson push(NodeId node, Instant now) {
        return Updates.pushEach(Names.ATTEMPTS, List.of(started(node, now)), new PushOptions().slice(-KEPT));
    }

    /** What the end of an attempt writes into its place. */
    static List<Bson> end(int attempt, Outcome outcome, @Nullable JobError error, Instant now, UUID stamp) {
        String place = Names.ATTEMPTS + "." + index(attempt) + ".";
        List<Bson> updates = new ArrayList<>();
        updates.add(Updates.set(place + ENDED, Values.of(now)));
        updates.add(Updates.set(place + OUTCOME, new BsonString(outcome.name())));
        updates.add(Updates.set(place + BY, Values.of(stamp)));
        if (error != null) {
            updates.add(Updates.set(place + Names.ERROR, JobDocument.error(error)));
        }
        return updates;
    }

    /** Whether the act with this stamp ended the attempt. */
    static boolean endedBy(BsonDocument job, int attempt, UUID stamp) {
        BsonArray attempts = job.getArray(Names.ATTEMPTS, new BsonArray());
        int place = attempts.size() - 1 - (Values.number(job, Names.ATTEMPT) - attempt);
        return place >= 0
                && place < attempts.size()
                && stamp.equals(Values.idOrNull(attempts.get(place).asDocument(), BY));
    }

    /** The attempts that have ended. */
    static List<Attempt> read(BsonDocument job) {
        BsonArray attempts = job.getArray(Names.ATTEMPTS, new BsonArray());
        int number = Values.number(job, Names.ATTEMPT) - attempts.size();
        List<Attempt> ended = new ArrayList<>();
        for (var each : attempts) {
            number++;
            BsonDocument attempt = each.asDocument();
            if (attempt.containsKey(OUTCOME)) {
                ended.add(read(attempt, number));
            }
        }
        return ended;
    }

    private static Attempt read(BsonDocument attempt, int number) {
        return new Attempt(
                number,
                new NodeId(Values.id(attempt, Names.NODE)),
                Values.time(attempt, Names.STARTED),
                Values.time(attempt, ENDED),
                Outcome.valueOf(Values.text(attempt, OUTCOME)),
                JobDocument.readErrorOrNull(attempt));
    }

    private static int index(int attempt) {
        return Math.min(attempt, KEPT) - 1;
    }
}
