package io.runasjob.mongo;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import io.runasjob.job.JobId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** Reads how jobs stand, with the stamp of the person's act that changed them last. */
final class Touched {
    private final Database database;

    Touched(Database database) {
        this.database = database;
    }

    /** Those of these jobs that exist; staged ones do not. */
    Map<JobId, BsonDocument> read(Collection<JobId> jobs) {
        Map<JobId, BsonDocument> found = new HashMap<>();
        for (BsonDocument job : database.jobs()
                .find(Filters.and(Guards.ids(jobs), Filters.ne(Names.STATUS, new BsonString(Names.STAGED))))
                .projection(Projections.include(Names.STATUS, Names.CANCEL, Names.UNIQUE, Names.TOUCHED))
                .into(new ArrayList<>())) {
            found.put(JobDocument.id(job), job);
        }
        return found;
    }

    static boolean by(BsonDocument job, UUID stamp) {
        return stamp.equals(Values.idOrNull(job, Names.TOUCHED));
    }
}
