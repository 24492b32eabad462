package io.runasjob.jdbc;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A real data source that counts its open connections and notes the statements that are prepared. */
final class WatchedDataSource implements DataSource {
    private final Callable<Connection> connections;
    private final boolean closes;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final List<String> statements = new CopyOnWriteArrayList<>();

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

    List<String> statements() {
        return statements;
    }

    void forget() {
        statements.clear();
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
        if (method.getName().equals("prepareStatement")) {
            statements.add((String) arguments[0]);
        }
        if (method.getName().equals("close") && !real.isClosed()) {
            open.decrementAndGet();
            if (!closes) {
                return null;
            }
        }
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
