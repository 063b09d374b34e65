package org.campaignstatus.lane;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs each task in the thread that submits it; one that is submitted by a running task comes after that one has ended.
 * A parallel split on it enters the parts of a file into their lanes in order, and the next file after them, without
 * waiting for any of them. Thread-safe.
 */
public final class InOrderExecutor extends AbstractExecutorService {

    private final ThreadLocal<Queue<Runnable>> running = new ThreadLocal<>();
    private volatile boolean shutdown;

    @Override
    public void execute(Runnable task) {
        Queue<Runnable> behind = running.get();
        if (behind != null) {
            behind.add(task);
            return;
        }
        Queue<Runnable> tasks = new ArrayDeque<>(List.of(task));
        running.set(tasks);
        try {
            for (Runnable next = tasks.poll(); next != null; next = tasks.poll()) {
                next.run();
            }
        } finally {
            running.remove();
        }
    }

    @Override
    public void shutdown() {
        shutdown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown = true;
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return shutdown;
    }
}
