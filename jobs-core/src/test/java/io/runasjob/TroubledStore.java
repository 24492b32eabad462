package io.runasjob;

import io.runasjob.job.StoreUnavailableException;
import io.runasjob.spi.JobStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A real store that passes every verb on to another one, and can be told to be in trouble. Verbs are method names. */
final class TroubledStore {
    private static final String ALL = "*";
    private static final Set<String> ALWAYS_WELL = Set.of("wakeUp", "close", "toString");

    private final JobStore store;
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final Set<String> losing = ConcurrentHashMap.newKeySet();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> hanging = new ConcurrentHashMap<>();
    private final Set<String> holding = ConcurrentHashMap.newKeySet();
    private final CountDownLatch answerHeld = new CountDownLatch(1);
    private final CountDownLatch answerFreed = new CountDownLatch(1);

    TroubledStore(JobStore store) {
        this.store = store;
    }

    /** The store to give to a service. */
    JobStore store() {
        Class<?>[] roles = {JobStore.class};
        return (JobStore) Proxy.newProxyInstance(JobStore.class.getClassLoader(), roles, this::call);
    }

    /** From now on these verbs fail and change nothing. */
    void refuse(String... verbs) {
        refused.addAll(Set.of(verbs));
    }

    /** From now on every verb fails and changes nothing. */
    void goDown() {
        refused.add(ALL);
    }

    /** The next call of this verb that has something to answer takes effect, and its answer is lost. */
    void loseNextAnswer(String verb) {
        losing.add(verb);
    }

    /** The next call of this verb that has something to answer takes effect, and its answer comes when all is healed. */
    void holdNextAnswer(String verb) {
        holding.add(verb);
    }

    /** Waits until an answer is held. */
    void awaitHeldAnswer() throws InterruptedException {
        answerHeld.await();
    }

    /** From now on calls of this verb hang, then fail when it is healed. */
    void hang(String verb) {
        hanging.put(verb, new CountDownLatch(1));
    }

    /** All is well again. */
    void heal() {
        refused.clear();
        hanging.values().forEach(CountDownLatch::countDown);
        hanging.clear();
        answerFreed.countDown();
    }

    /** This verb is well again. */
    void allow(String verb) {
        refused.remove(verb);
    }

    /** How often a verb was called, successfully or not. */
    int calls(String verb) {
        return counter(verb).get();
    }

    private AtomicInteger counter(String verb) {
        return calls.computeIfAbsent(verb, any -> new AtomicInteger());
    }

    private @Nullable Object call(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        String verb = method.getName();
        counter(verb).incrementAndGet();
        if (ALWAYS_WELL.contains(verb)) {
            return passOn(method, arguments);
        }
        hangOrRefuse(verb);
        Object answer = passOn(method, arguments);
        if (!isEmpty(answer) && losing.remove(verb)) {
            throw new StoreUnavailableException("The answer of " + verb + " was lost", null);
        }
        if (!isEmpty(answer) && holding.remove(verb)) {
            answerHeld.countDown();
            answerFreed.await();
        }
        return answer;
    }

    private static boolean isEmpty(@Nullable Object answer) {
        return List.of().equals(answer)
                || Set.of().equals(answer)
                || Optional.empty().equals(answer);
    }

    private void hangOrRefuse(String verb) throws InterruptedException {
        CountDownLatch healed = hanging.get(verb);
        if (healed != null) {
            healed.await();
        }
        if (healed != null || refused.contains(verb) || refused.contains(ALL)) {
            throw new StoreUnavailableException("No " + verb + " today", null);
        }
    }

    private @Nullable Object passOn(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
