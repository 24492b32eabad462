package io.runasjob.jdbc;

import io.runasjob.job.QueueFullException;
import io.runasjob.spi.NewJob;
import io.runasjob.spi.NewJob.After;
import io.runasjob.spi.NewJob.At;
import io.runasjob.spi.NewJob.Now;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Refuses jobs that a bounded queue has no room for. The rows of bounded queues are locked, in the order of their names, so
 * that two inserts cannot both take the last place.
 */
final class QueueLimits {
    private static final String BOUNDED = """
            select name, max_size, ${now} ${from _queue any name text} and max_size is not null
            order by name
            for update""";

    /** Counts no further than it must, unless it refuses. */
    private static final String SIZE = """
            select count(*) from (
              select 1 from ${jobs} where status = ${PENDING} and queue = ? limit ?) as ready""";

    private final String bounded;
    private final String size;

    QueueLimits(Sql sql) {
        this.bounded = sql.render(BOUNDED);
        this.size = sql.render(SIZE);
    }

    private record Bound(String queue, long limit, Instant now) {
        static Bound read(Row row) throws SQLException {
            return new Bound(row.getString(1), row.getLong(2), Query.time(row, 3));
        }
    }

    /** Answers with the queues that have a limit, which are locked now. */
    Set<String> check(Connection connection, List<NewJob> jobs) throws SQLException {
        Map<String, Long> queues = new TreeMap<>();
        jobs.forEach(job -> queues.merge(job.spec().queue(), 1L, Long::sum));
        if (queues.isEmpty()) {
            return Set.of();
        }
        List<Bound> bounds = Query.list(connection, bounded, Bound::read, SqlArray.texts(queues.keySet()));
        for (Bound bound : bounds) {
            check(connection, bound, adding(jobs, bound));
        }
        return bounds.stream().map(Bound::queue).collect(Collectors.toSet());
    }

    private void check(Connection connection, Bound bound, long adding) throws SQLException {
        if (adding == 0) {
            return;
        }
        long most = bound.limit() + 1;
        long present = size(connection, bound, most);
        if (present + adding > bound.limit()) {
            throw new QueueFullException(bound.queue(), sizeInFull(connection, bound), adding, bound.limit());
        }
    }

    /** For the message: whoever reads it wants to know how far the queue is over. */
    private long sizeInFull(Connection connection, Bound bound) throws SQLException {
        return size(connection, bound, Long.MAX_VALUE);
    }

    private long size(Connection connection, Bound bound, long most) throws SQLException {
        return Query.list(connection, size, row -> row.getLong(1), bound.queue(), most)
                .get(0);
    }

    private static long adding(List<NewJob> jobs, Bound bound) {
        return jobs.stream()
                .filter(job -> job.spec().queue().equals(bound.queue()))
                .filter(job -> isReady(job.start(), bound.now()))
                .count();
    }

    private static boolean isReady(NewJob.Start start, Instant now) {
        if (start instanceof At at) {
            return !at.time().isAfter(now);
        }
        return start instanceof Now
                || (start instanceof After after && after.delay().isZero());
    }
}
