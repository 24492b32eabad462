package io.runasjob.jdbc;

import io.runasjob.spi.JobTransactions.OpenTransaction;
import io.runasjob.spi.StoreTransaction;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The transaction of a handler that takes a connection. What it gets is a wrapper that leaves the end of the transaction and
 * the connection to the engine, and is of no use afterwards.
 */
final class HandlerTransaction implements OpenTransaction, InvocationHandler {
    private static final Set<String> OURS =
            Set.of("commit", "close", "abort", "setAutoCommit", "setReadOnly", "setTransactionIsolation");

    private final Database database;
    private final Connection connection;
    private final Connection wrapper;
    private volatile boolean ended;

    private HandlerTransaction(Database database, Connection connection) {
        this.database = database;
        this.connection = connection;
        this.wrapper = (Connection) Proxy.newProxyInstance(
                HandlerTransaction.class.getClassLoader(), new Class<?>[] {Connection.class}, this);
    }

    static HandlerTransaction begin(Database database) {
        try {
            return new HandlerTransaction(database, database.borrow(TimeLimit.HANDLER));
        } catch (SQLException e) {
            throw database.translate("borrow a connection for a handler", e);
        }
    }

    /** The connection behind a wrapper; any other connection is what it is. */
    static Connection behind(Connection given) {
        return Proxy.isProxyClass(given.getClass())
                        && Proxy.getInvocationHandler(given) instanceof HandlerTransaction handler
                ? handler.connection
                : given;
    }

    @Override
    public Object resource() {
        return wrapper;
    }

    @Override
    public StoreTransaction transaction() {
        return JdbcTransaction.of(connection);
    }

    @Override
    public void close() {
        ended = true;
        database.giveBack(connection);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getName().equals("isClosed") && ended) {
            return true;
        }
        if (ended && method.getDeclaringClass() != Object.class) {
            throw new SQLException(
                    "The handler has ended and its connection was given back. Use it inside the handler.");
        }
        if (OURS.contains(method.getName())) {
            throw new SQLException(method.getName() + "() is not the handler's to call: its transaction and its job end"
                    + " together. Return to commit both, throw to roll both back.");
        }
        return passOn(method, arguments);
    }

    private @Nullable Object passOn(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
