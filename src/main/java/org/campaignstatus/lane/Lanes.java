package org.campaignstatus.lane;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every campaign group a lane of its own: what enters it is run in that order, one after another. Lanes run in
 * parallel, but at a time no more of those that go to one server than there are connections to it: a server that is
 * slow or dead keeps nobody else's lane waiting. Thread-safe.
 */
final class Lanes {

    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

    /** How much may be waiting or under way before {@link #enter} makes its caller wait. */
    private static final int ROOM = 10_000;

    private final IntFunction<Destination> destinations;
    private final Executor executor;
    private final Semaphore room = new Semaphore(ROOM);

    /** What waits behind the task that has its turn, for each lane that has one. */
    private final Map<Integer, Queue<Runnable>> lanes = new ConcurrentHashMap<>();

    private final Map<String, Server> servers = new HashMap<>();

    /** A task that is the first of its lane. */
    private record Turn(int campaignGroup, Runnable task) {}

    /** What goes to one server: how much of it is under way, and what waits for a connection. */
    private static final class Server {
        private final Queue<Turn> waiting = new ArrayDeque<>();
        private int underWay;
    }

    /**
     * @param destinations from a campaign group to where its messages go now; asked when one has its turn
     * @param executor runs what has its turn; must not run it in the calling thread
     */
    Lanes(IntFunction<Destination> destinations, Executor executor) {
        this.destinations = destinations;
        this.executor = executor;
    }

    /** Enters a task into the lane of a campaign group. Waits while there is too much waiting already. */
    void enter(int campaignGroup, Runnable task) throws InterruptedException {
        room.acquire();
        Runnable leaving = () -> {
            try {
                task.run();
            } finally {
                room.release();
            }
        };
        if (joined(campaignGroup, leaving)) {
            start(new Turn(campaignGroup, leaving));
        }
    }

    /**
     * Enters a task into the lane of a campaign group if nothing is waiting or under way there. Never waits.
     *
     * @return whether it was entered
     */
    boolean enterIfIdle(int campaignGroup, Runnable task) {
        boolean idle = lanes.putIfAbsent(campaignGroup, new ArrayDeque<>(1)) == null;
        if (idle) {
            start(new Turn(campaignGroup, task));
        }
        return idle;
    }

    /** Puts the task into the lane, and says whether it is the first there. */
    private boolean joined(int campaignGroup, Runnable task) {
        boolean[] first = {false};
        lanes.compute(campaignGroup, (group, waiting) -> {
            first[0] = waiting == null;
            if (waiting == null) {
                return new ArrayDeque<>(1);
            }
            waiting.add(task);
            return waiting;
        });
        return first[0];
    }

    private void start(Turn turn) {
        Destination to = destinations.apply(turn.campaignGroup());
        synchronized (servers) {
            Server server = servers.computeIfAbsent(to.server(), name -> new Server());
            server.waiting.add(turn);
            while (server.underWay < to.connections() && !server.waiting.isEmpty()) {
                server.underWay++;
                Turn next = server.waiting.remove();
                executor.execute(() -> run(next, to));
            }
        }
    }

    /** Runs a task, and then what waits for the connection that has become free. */
    private void run(Turn first, Destination to) {
        for (Turn turn = first; turn != null; turn = next(turn.campaignGroup(), to)) {
            try {
                turn.task().run();
            } catch (RuntimeException | Error e) {
                LOG.error("A task of campaign group {} failed", turn.campaignGroup(), e);
            }
        }
    }

    private Turn next(int left, Destination to) {
        Turn behind = leave(left);
        if (behind != null && !destinations.apply(left).server().equals(to.server())) {
            start(behind);
            behind = null;
        }
        synchronized (servers) {
            Server server = servers.get(to.server());
            if (behind != null) {
                server.waiting.add(behind);
            }
            Turn next = server.underWay > to.connections() ? null : server.waiting.poll();
            if (next == null && --server.underWay == 0 && server.waiting.isEmpty()) {
                servers.remove(to.server());
            }
            return next;
        }
    }

    private Turn leave(int campaignGroup) {
        Runnable[] behind = {null};
        lanes.compute(campaignGroup, (group, waiting) -> {
            behind[0] = waiting.poll();
            return behind[0] == null ? null : waiting;
        });
        return behind[0] == null ? null : new Turn(campaignGroup, behind[0]);
    }
}
