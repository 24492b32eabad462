package io.runasjob.mongo;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Lease;
import io.runasjob.spi.ProgressUpdate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/**
 * Stores how far running jobs are. A lease never comes back: one that is current after the write was so during it, so that is
 * all to be asked when not every update matched.
 */
final class SaveProgress {
    private final Database database;

    SaveProgress(Database database) {
        this.database = database;
    }

    Set<Lease> save(List<ProgressUpdate> updates) {
        if (updates.isEmpty()) {
            return Set.of();
        }
        return database.run("save progress", () -> {
            List<Lease> leases = updates.stream().map(ProgressUpdate::lease).toList();
            List<WriteModel<BsonDocument>> models =
                    updates.stream().map(SaveProgress::model).toList();
            int matched = database.jobs()
                    .bulkWrite(models, new BulkWriteOptions().ordered(false))
                    .getMatchedCount();
            return matched == updates.size() ? Set.copyOf(leases) : current(leases);
        });
    }

    private static WriteModel<BsonDocument> model(ProgressUpdate update) {
        Bson progress = Updates.set(Names.PROGRESS, JobDocument.progress(update.progress()));
        return new UpdateOneModel<>(Guards.leased(update.lease()), progress);
    }

    private Set<Lease> current(List<Lease> leases) {
        Bson running =
                Filters.and(Guards.ids(leases.stream().map(Lease::job).toList()), Guards.status(JobStatus.RUNNING));
        Set<Lease> current = database.jobs()
                .find(running)
                .projection(Projections.include(Names.ATTEMPT, Names.NODE))
                .map(JobDocument::lease)
                .into(new HashSet<>());
        current.retainAll(leases);
        return current;
    }
}
