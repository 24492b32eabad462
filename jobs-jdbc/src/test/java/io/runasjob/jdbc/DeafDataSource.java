package io.runasjob.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Set;
import javax.sql.DataSource;

/** Stands for a pooler in transaction mode: who says LISTEN is told that all is well, and hears nothing. */
final class DeafDataSource {
    private static final Set<Class<?>> WRAPPED = Set.of(DataSource.class, Connection.class, Statement.class);

    private DeafDataSource() {}

    static DataSource of(DataSource real) {
        return (DataSource) wrap(DataSource.class, real);
    }

    private static Object wrap(Class<?> type, Object real) {
        return Proxy.newProxyInstance(
                DeafDataSource.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call(real, method, arguments));
    }

    private static Object call(Object real, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("execute") && ((String) arguments[0]).startsWith("listen ")) {
            return false;
        }
        try {
            Object answer = method.invoke(real, arguments);
            return WRAPPED.contains(method.getReturnType()) ? wrap(method.getReturnType(), answer) : answer;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
