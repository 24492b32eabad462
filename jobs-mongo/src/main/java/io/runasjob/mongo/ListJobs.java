package io.runasjob.mongo;

import static com.mongodb.client.model.Filters.elemMatch;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import io.runasjob.job.Job;
import io.runasjob.job.JobQuery;
import io.runasjob.job.Page;
import io.runasjob.job.Subject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.bson.BsonDocument;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.conversions.Bson;

/** Lists jobs by composed filters, newest first: one walk down the ids, from the cursor on. */
final class ListJobs {
    private final Database database;

    ListJobs(Database database) {
        this.database = database;
    }

    Page<Job> list(JobQuery query) {
        List<Job> jobs = database.run(
                "list jobs",
                () -> database.jobs()
                        .find(Filters.and(conditions(query)))
                        .sort(Sorts.descending(Names.ID))
                        .limit(query.limit() + 1)
                        .projection(Projections.exclude(Names.ATTEMPTS))
                        .map(JobDocument::read)
                        .into(new ArrayList<>()));
        return cut(jobs, query.limit());
    }

    /** One more than the page was read, to see whether there is another page. */
    private static Page<Job> cut(List<Job> jobs, int limit) {
        return jobs.size() <= limit
                ? new Page<>(jobs, null)
                : new Page<>(jobs.subList(0, limit), jobs.get(limit - 1).id());
    }

    private static List<Bson> conditions(JobQuery query) {
        List<Bson> all = new ArrayList<>();
        all.add(
                query.statuses().isEmpty()
                        ? ne(Names.STATUS, new BsonString(Names.STAGED))
                        : Guards.statusIn(query.statuses()));
        anyOf(all, Names.TYPE, query.types());
        anyOf(all, Names.QUEUE, query.queues());
        query.tags().forEach(tag -> all.add(eq(Names.TAGS, new BsonString(tag))));
        String owner = query.ownerOrNull();
        if (owner != null) {
            all.add(eq(Names.OWNER, new BsonString(owner)));
        }
        Subject subject = query.subjectOrNull();
        if (subject != null) {
            all.add(elemMatch(Names.SUBJECTS, SpecDocument.subject(subject)));
        }
        String part = query.textOrNull();
        if (part != null) {
            all.add(named(part));
        }
        all.addAll(inTime(query));
        return all;
    }

    private static List<Bson> inTime(JobQuery query) {
        List<Bson> all = new ArrayList<>();
        if (query.createdFromOrNull() != null) {
            all.add(gte(Names.CREATED, Values.notBefore(query.createdFromOrNull())));
        }
        if (query.createdBeforeOrNull() != null) {
            all.add(lt(Names.CREATED, Values.notBefore(query.createdBeforeOrNull())));
        }
        if (query.afterOrNull() != null) {
            all.add(lt(Names.ID, Values.of(query.afterOrNull().value())));
        }
        return all;
    }

    private static void anyOf(List<Bson> all, String field, Collection<String> values) {
        if (!values.isEmpty()) {
            all.add(in(field, values.stream().map(BsonString::new).toList()));
        }
    }

    /** The text means itself, whatever it contains. */
    private static Bson named(String part) {
        return new BsonDocument(Names.NAME, new BsonRegularExpression(Pattern.quote(part), "i"));
    }
}
