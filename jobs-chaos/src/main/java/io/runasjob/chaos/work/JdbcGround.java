package io.runasjob.chaos.work;

import io.runasjob.JobHandle;
import io.runasjob.JobService;
import io.runasjob.chaos.history.Effect;
import io.runasjob.chaos.history.EventLog;
import io.runasjob.jdbc.JdbcJobStore;
import io.runasjob.jdbc.JdbcTransaction;
import io.runasjob.job.JobRequest;
import io.runasjob.job.StoreUnavailableException;
import io.runasjob.spi.JobStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** A database with SQL. */
final class JdbcGround implements Ground {
    private final String url;

    JdbcGround(String url) {
        this.url = url;
    }

    @Override
    public void prepare() {
        JdbcJobStore.open(url).close();
        asked(() -> {
            Tables.create(url);
            return true;
        });
    }

    @Override
    public JobStore store() {
        return JdbcJobStore.builder().url(url).migrate(false).build();
    }

    @Override
    public Object handlers(EventLog log, Children children) {
        return new JdbcHandlers(url, log, children);
    }

    @Override
    public boolean hasTransactions() {
        return true;
    }

    @Override
    public Order order() {
        return new JdbcOrder(asked(() -> {
            Connection connection = DriverManager.getConnection(url);
            connection.setAutoCommit(false);
            return connection;
        }));
    }

    @Override
    public Line line() {
        return new JdbcLine(asked(() -> DriverManager.getConnection(url)));
    }

    @Override
    public List<Effect> effects() {
        return asked(() -> Tables.effects(url));
    }

    @Override
    public List<Effect> traces() {
        return asked(() -> Tables.traces(url));
    }

    @Override
    public Set<String> orders() {
        return asked(() -> Tables.orders(url));
    }

    @Override
    public void close() {
        // every act has a connection of its own
    }

    private interface Question<T> {
        T ask() throws SQLException;
    }

    private static <T> T asked(Question<T> question) {
        try {
            return question.ask();
        } catch (SQLException e) {
            throw new StoreUnavailableException("The application's own SQL failed", e);
        }
    }

    private static void end(Connection connection) {
        asked(() -> {
            connection.close();
            return true;
        });
    }

    private record JdbcOrder(Connection connection) implements Order {
        @Override
        public List<JobHandle<Object>> submit(JobService service, List<JobRequest<Object>> requests) {
            List<JobHandle<Object>> handles =
                    service.using(JdbcTransaction.of(connection)).submitAll(requests);
            return asked(() -> {
                for (JobHandle<Object> handle : handles) {
                    Tables.order(connection, handle.id());
                }
                return handles;
            });
        }

        @Override
        public void commit() {
            asked(() -> {
                connection.commit();
                return true;
            });
        }

        @Override
        public void close() {
            try (connection) {
                connection.rollback();
            } catch (SQLException e) {
                throw new StoreUnavailableException("The rollback failed", e);
            }
        }
    }

    private record JdbcLine(Connection connection) implements Line {
        @Override
        public void beat(String process) {
            asked(() -> {
                Tables.beat(connection, process);
                return true;
            });
        }

        @Override
        public void close() {
            end(connection);
        }
    }
}
