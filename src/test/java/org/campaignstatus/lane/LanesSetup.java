package org.campaignstatus.lane;

import static org.campaignstatus.harness.Patience.await;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Lanes of four campaign groups, and tasks that note when they begin and end. */
@Timeout(120)
abstract class LanesSetup {

    static final int A = 1;
    static final int B = 2;
    static final int C = 3;
    static final int D = 4;
    static final String SERVER = "http://reports:80";
    static final String OTHER = "http://archive:80";

    final ExecutorService executor = Executors.newCachedThreadPool();
    final Map<Integer, LaneTarget> destinations = new ConcurrentHashMap<>();
    volatile LaneTarget standard = new LaneTarget(SERVER, 10);
    final Lanes lanes = new Lanes(group -> destinations.getOrDefault(group, standard), executor);
    final List<String> begun = new CopyOnWriteArrayList<>();
    final List<String> ended = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    void barrierAtAnotherServer() throws InterruptedException {
        barrierAt(OTHER);
    }

    /** Something that enters after all others and is through: who has not begun by then was kept from it. */
    void barrierAt(String server) throws InterruptedException {
        destinations.put(999, new LaneTarget(server, 1));
        lanes.submit(999, task("barrier"));
        await().until(() -> ended.contains("barrier"));
    }

    Runnable task(String name) {
        return task(name, new CountDownLatch(0));
    }

    Runnable task(String name, CountDownLatch gate) {
        return () -> {
            begun.add(name);
            try {
                gate.await();
                ended.add(name);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }
}
