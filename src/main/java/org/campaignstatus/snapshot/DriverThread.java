package org.campaignstatus.snapshot;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes the calls of a driver in a thread of its own, because a driver may wait for ever for a server that says nothing. The
 * caller waits no longer than a limit, and not at all once the program stops. A call behind one that hangs waits for it: there
 * is never more than one thread. Thread-safe.
 */
final class DriverThread {

    private static final int IDLE_SECONDS = 10;

    private final Duration limit;
    private final Executor thread = thread();
    private final Set<CompletableFuture<?>> awaited = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    DriverThread(Duration limit) {
        this.limit = limit;
    }

    private static Executor thread() {
        ThreadPoolExecutor one =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread daemon = new Thread(task, "dialer-database");
                    daemon.setDaemon(true);
                    return daemon;
                });
        one.allowCoreThreadTimeOut(true);
        return one;
    }

    /**
     * @return a connection whose own calls, and those of its statements, are made in this thread, too
     * @throws SQLTimeoutException at the end of the limit; a connection that comes later is closed
     * @throws ProgramStopsException if the program stops
     */
    Connection connect(Callable<Connection> driver) throws SQLException {
        CompletableFuture<Connection> connected = new CompletableFuture<>();
        thread.execute(() -> {
            if (connected.isDone()) {
                // nobody waits for it any more
                return;
            }
            try {
                Connection connection = driver.call();
                if (!connected.complete(connection)) {
                    connection.close();
                }
            } catch (Throwable e) {
                connected.completeExceptionally(e);
            }
        });
        return proxy(Connection.class, await(connected));
    }

    /** From now on nobody waits. */
    void stop() {
        stopped = true;
        awaited.forEach(result -> result.completeExceptionally(new ProgramStopsException()));
    }

    private <T> T proxy(Class<T> type, Object target) {
        return type.cast(Proxy.newProxyInstance(
                DriverThread.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer(method, call(target, method, arguments))));
    }

    private CompletableFuture<Object> call(Object target, Method method, Object[] arguments) {
        CompletableFuture<Object> result = new CompletableFuture<>();
        thread.execute(() -> {
            if (result.isDone()) {
                return;
            }
            try {
                result.complete(method.invoke(target, arguments));
            } catch (InvocationTargetException e) {
                result.completeExceptionally(e.getCause());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /** A connection is closed behind the caller's back, because the call before may hang. */
    private Object answer(Method method, CompletableFuture<Object> result) throws SQLException {
        Object answer = method.getName().equals("close") ? null : await(result);
        return Statement.class.isAssignableFrom(method.getReturnType())
                ? proxy(method.getReturnType().asSubclass(Statement.class), answer)
                : answer;
    }

    private <T> T await(CompletableFuture<T> result) throws SQLException {
        awaited.add(result);
        try {
            if (stopped) {
                throw new ProgramStopsException();
            }
            return result.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).get();
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException(e);
        } finally {
            awaited.remove(result);
            result.cancel(false);
        }
    }

    private SQLException failure(Throwable cause) {
        if (cause instanceof TimeoutException) {
            return new SQLTimeoutException("no answer for " + limit.toSeconds() + " s");
        }
        return cause instanceof SQLException failure ? failure : new SQLException(cause);
    }
}
