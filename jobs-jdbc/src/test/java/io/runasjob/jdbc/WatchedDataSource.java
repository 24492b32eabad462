package io.runasjob.jdbc;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A real data source that counts its open connections and notes the statements that are prepared, with their parameters. */
final class WatchedDataSource implements DataSource {
    private final Callable<Connection> connections;
    private final boolean closes;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final List<Noted> noted = new CopyOnWriteArrayList<>();

    WatchedDataSource(String url) {
        this.connections = () -> DriverManager.getConnection(url);
        this.closes = true;
    }

    /** Hands out one connection again and again: a pool that resets nothing. */
    WatchedDataSource(Connection only) {
        this.connections = () -> only;
        this.closes = false;
    }

    int mostOpenConnections() {
        return most.get();
    }

    /**
     * A statement that was prepared.
     *
     * @param sql its text
     * @param parameters by their indexes
     */
    record Noted(String sql, Map<Integer, Object> parameters) {
        void bindTo(PreparedStatement statement) throws SQLException {
            for (Map.Entry<Integer, Object> parameter : parameters.entrySet()) {
                if (parameter.getValue() instanceof SqlArray array) {
                    Connection connection = statement.getConnection();
                    statement.setArray(parameter.getKey(), connection.createArrayOf(array.type(), array.values()));
                } else {
                    statement.setObject(parameter.getKey(), parameter.getValue());
                }
            }
        }
    }

    List<String> statements() {
        return noted.stream().map(Noted::sql).toList();
    }

    List<Noted> noted() {
        return List.copyOf(noted);
    }

    void forget() {
        noted.clear();
        most.set(open.get());
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection real = connect();
        most.accumulateAndGet(open.incrementAndGet(), Math::max);
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> call(real, method, arguments));
    }

    private Connection connect() throws SQLException {
        try {
            return connections.call();
        } catch (SQLException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new SQLException(e);
        }
    }

    private Object call(Connection real, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("close") && !real.isClosed()) {
            open.decrementAndGet();
            if (!closes) {
                return null;
            }
        }
        Object answer = invoke(real, method, arguments);
        return answer instanceof PreparedStatement statement ? note((String) arguments[0], statement) : answer;
    }

    private PreparedStatement note(String sql, PreparedStatement real) {
        Map<Integer, Object> parameters = new ConcurrentHashMap<>();
        noted.add(new Noted(sql, parameters));
        return (PreparedStatement) Proxy.newProxyInstance(
                PreparedStatement.class.getClassLoader(),
                new Class<?>[] {PreparedStatement.class},
                (proxy, method, arguments) -> {
                    if (method.getName().startsWith("set") && arguments.length == 2 && arguments[1] != null) {
                        parameters.put((Integer) arguments[0], detached(arguments[1]));
                    }
                    return invoke(real, method, arguments);
                });
    }

    /** Arrays belong to their connection. */
    private static Object detached(Object parameter) throws SQLException {
        return parameter instanceof Array array
                ? new SqlArray(array.getBaseTypeName(), (Object[]) array.getArray())
                : parameter;
    }

    private static Object invoke(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setLoginTimeout(int seconds) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("nothing inside");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
