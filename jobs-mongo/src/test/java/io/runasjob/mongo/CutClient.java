package io.runasjob.mongo;

import com.mongodb.MongoSocketReadException;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A client that counts the operations on its collections and cuts one of them off, or all from one on. */
final class CutClient {
    private static final Set<String> OPERATIONS = Set.of(
            "runCommand",
            "find",
            "countDocuments",
            "insertOne",
            "insertMany",
            "updateOne",
            "updateMany",
            "deleteOne",
            "deleteMany",
            "bulkWrite");

    private final MongoClient client;
    private final AtomicInteger operations = new AtomicInteger();
    private volatile int cutAt = Integer.MAX_VALUE;
    private volatile Cut cut = Cut.NODE_DIES;

    /** What becomes of the operation that is cut off. */
    enum Cut {
        /** It never reaches the server, and neither does any later one. */
        NODE_DIES,
        /** It never reaches the server; later ones do. */
        REQUEST_IS_LOST,
        /** It takes place, and nobody hears of it. */
        ANSWER_IS_LOST
    }

    CutClient(MongoClient client) {
        this.client = client;
    }

    /** The same client, seen through this. */
    MongoClient client() {
        return wrap(MongoClient.class, client);
    }

    /** Cuts off the operation with this number from now, from 1. */
    void cutOff(int operation, Cut how) {
        operations.set(0);
        cut = how;
        cutAt = operation;
    }

    /** Whether the operation that was to be cut off has come. */
    boolean hasCut() {
        return operations.get() >= cutAt;
    }

    void heal() {
        cutAt = Integer.MAX_VALUE;
    }

    private <T> T wrap(Class<T> type, Object target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> wrapResult(call(target, method, arguments))));
    }

    private Object wrapResult(Object result) {
        if (result instanceof MongoDatabase) {
            return wrap(MongoDatabase.class, result);
        }
        return result instanceof MongoCollection ? wrap(MongoCollection.class, result) : result;
    }

    private Object call(Object target, Method method, Object[] arguments) throws Throwable {
        boolean counts = OPERATIONS.contains(method.getName());
        int number = counts ? operations.incrementAndGet() : 0;
        boolean hit = counts && (number == cutAt || (number > cutAt && cut == Cut.NODE_DIES));
        if (hit && cut != Cut.ANSWER_IS_LOST) {
            throw lost();
        }
        Object result = invoke(target, method, arguments);
        if (hit) {
            throw lost();
        }
        return result;
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static MongoSocketReadException lost() {
        return new MongoSocketReadException("cut off by the test", new ServerAddress());
    }
}
