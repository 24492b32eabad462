package io.runasjob.mongo;

import com.mongodb.client.FindIterable;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import io.runasjob.job.JobId;
import io.runasjob.job.Uniqueness;
import io.runasjob.spi.NewJob;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.conversions.Bson;

/** Who holds which unique key. A key that an undecided intake holds is waited for: who knows whether its job will exist. */
final class UniqueKeys {
    private static final int CHUNK = 1_000;

    private final Database database;
    private final Intakes intakes;

    UniqueKeys(Database database, Intakes intakes) {
        this.database = database;
        this.intakes = intakes;
    }

    /** The unfinished jobs that hold keys of these jobs, by key. */
    Map<String, JobId> holders(List<NewJob> jobs) {
        List<String> wanted = List.copyOf(keys(jobs));
        Map<String, JobId> holders = new HashMap<>();
        for (int from = 0; from < wanted.size(); from += CHUNK) {
            holders.putAll(holders(wanted.subList(from, Math.min(wanted.size(), from + CHUNK))));
        }
        return holders;
    }

    static Set<String> keys(List<NewJob> jobs) {
        Set<String> keys = new LinkedHashSet<>();
        jobs.forEach(job -> job.spec().unique().map(Uniqueness::key).ifPresent(keys::add));
        return keys;
    }

    /** The same as somebody sees it who asks by the given way, staged ones too. */
    static List<BsonDocument> read(Collection<String> keys, Function<Bson, FindIterable<BsonDocument>> find) {
        Bson held = Filters.in(Names.HOLDS, keys.stream().map(BsonString::new).toList());
        return find.apply(held)
                .projection(Projections.include(Names.HOLDS, Names.STATUS, Names.INTAKE))
                .into(new ArrayList<>());
    }

    private Map<String, JobId> holders(Collection<String> keys) {
        Map<String, JobId> holders = new HashMap<>();
        List<BsonDocument> found = read(keys, database.jobs()::find);
        while (awaitStaged(found)) {
            found = read(keys, database.jobs()::find);
        }
        found.forEach(job -> holders.put(Values.text(job, Names.HOLDS), JobDocument.id(job)));
        return holders;
    }

    private boolean awaitStaged(List<BsonDocument> jobs) {
        Set<UUID> undecided = new LinkedHashSet<>();
        for (BsonDocument job : jobs) {
            if (JobDocument.isStaged(job)) {
                undecided.add(Values.id(job, Names.INTAKE));
            }
        }
        undecided.forEach(intakes::await);
        return !undecided.isEmpty();
    }
}
