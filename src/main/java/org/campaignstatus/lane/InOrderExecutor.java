package org.campaignstatus.lane;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.apache.camel.util.concurrent.SynchronousExecutorService;

/**
 * Runs each task in the thread that submits it; one that is submitted by a running task runs after that one. With it a
 * parallel split submits the records of a file to their lanes in order without waiting for any of them. Thread-safe.
 */
public final class InOrderExecutor extends SynchronousExecutorService {

    private final ThreadLocal<Queue<Runnable>> running = new ThreadLocal<>();

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
}
