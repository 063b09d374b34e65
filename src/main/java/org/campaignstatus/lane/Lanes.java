package org.campaignstatus.lane;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lane, a FIFO queue, for each campaign group: its tasks run one after another in the order of their submission. Lanes
 * run in parallel, within a concurrency limit for each server, so that a slow or dead server delays no other server's lanes.
 * Thread-safe.
 */
final class Lanes {

    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

    /** Tasks waiting or in flight at which {@link #submit} blocks. */
    private static final int MAX_PENDING = 10_000;

    /** Lanes waiting for one server at which {@link #trySubmit} accepts no more of them. */
    private static final int MAX_WAITING_LANES = 5 * MAX_PENDING;

    private final IntFunction<LaneTarget> destinations;
    private final Executor executor;
    private final Semaphore pending = new Semaphore(MAX_PENDING);

    /** How many tasks of {@link #trySubmit} are pending for each server. */
    private final Map<String, Integer> optional = new ConcurrentHashMap<>();

    /** The tasks behind the first one of each lane that is not empty. */
    private final Map<Integer, Queue<Runnable>> lanes = new ConcurrentHashMap<>();

    private final Map<String, Server> servers = new HashMap<>();

    /** The slow servers that a pause waits for, for which nothing is started meanwhile. */
    private final Set<String> held = new HashSet<>();

    private boolean paused;
    private boolean ended;

    /** The first task of a lane. */
    private record Head(int campaignGroup, Runnable task) {}

    private final class Server {
        private final String name;
        private final Queue<Head> waiting = new ArrayDeque<>();
        private int connections;
        private int inFlight;

        Server(String name) {
            this.name = name;
        }

        /** @return the lane that has waited for longest, now in flight; null if none may start */
        Head next() {
            Head next = mayStart() && inFlight < connections ? waiting.poll() : null;
            if (next != null) {
                inFlight++;
            }
            return next;
        }

        private boolean mayStart() {
            return !ended && !paused && !held.contains(name);
        }
    }

    /**
     * @param destinations from a campaign group to its server now; asked before and after each task
     * @param executor runs the lanes; must not run them in the calling thread
     */
    Lanes(IntFunction<LaneTarget> destinations, Executor executor) {
        this.destinations = destinations;
        this.executor = executor;
    }

    /** Submits a task to the lane of a campaign group; blocks while too many tasks are pending. */
    void submit(int campaignGroup, Runnable task) throws InterruptedException {
        pending.acquire();
        Runnable leaving = () -> {
            try {
                task.run();
            } finally {
                pending.release();
            }
        };
        if (add(campaignGroup, leaving)) {
            start(new Head(campaignGroup, leaving));
        }
    }

    /**
     * Submits a task to the lane of a campaign group if the lane is empty and not too many lanes wait for its server. Never
     * blocks.
     *
     * @return whether it was accepted
     */
    boolean trySubmit(int campaignGroup, Runnable task) {
        String server = destinations.apply(campaignGroup).server();
        boolean idle = !isOverloaded(server) && lanes.putIfAbsent(campaignGroup, new ArrayDeque<>(1)) == null;
        if (idle) {
            optional.merge(server, 1, Integer::sum);
            start(new Head(campaignGroup, () -> {
                try {
                    task.run();
                } finally {
                    optional.computeIfPresent(server, (same, count) -> count == 1 ? null : count - 1);
                }
            }));
        }
        return idle;
    }

    /** @return how many tasks of {@link #trySubmit} wait or are in flight for a server */
    int optional(String server) {
        return optional.getOrDefault(server, 0);
    }

    private boolean isOverloaded(String server) {
        synchronized (servers) {
            return servers.containsKey(server) && servers.get(server).waiting.size() >= MAX_WAITING_LANES;
        }
    }

    /** @return the load now; takes time in proportion to the number of servers */
    LaneLoad load() {
        int waiting = 0;
        int inFlight = 0;
        int saturated = 0;
        synchronized (servers) {
            for (Server server : servers.values()) {
                waiting += server.waiting.size();
                inFlight += server.inFlight;
                saturated += !server.name.isEmpty() && !server.waiting.isEmpty() ? 1 : 0;
            }
        }
        return new LaneLoad(inFlight, waiting, saturated, MAX_PENDING - pending.availablePermits(), MAX_PENDING);
    }

    /** Starts no further task; those in flight go on. */
    void end() {
        synchronized (servers) {
            ended = true;
            servers.notifyAll();
        }
    }

    /**
     * Starts no task until {@link #resume}, and returns when none is in flight. If that takes longer than the given time, the
     * lanes of all other servers go on while those of the slow servers drain, and then it is tried again.
     *
     * @param limit for the time that all lanes are paused at a stretch
     */
    void pause(Duration limit) throws InterruptedException {
        synchronized (servers) {
            while (!ended) {
                while (!ended && held.stream().anyMatch(this::isBusy)) {
                    servers.wait();
                }
                paused = true;
                if (isQuietWithin(limit)) {
                    return;
                }
                servers.keySet().stream().filter(this::isBusy).forEach(held::add);
                paused = false;
                startWaiting();
            }
        }
    }

    /** Goes on after a {@link #pause}, also after one that was interrupted. */
    void resume() {
        synchronized (servers) {
            paused = false;
            held.clear();
            startWaiting();
        }
    }

    private boolean isQuietWithin(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (servers.keySet().stream().anyMatch(this::isBusy)) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            servers.wait(left);
        }
        return true;
    }

    private boolean isBusy(String server) {
        return servers.containsKey(server) && servers.get(server).inFlight > 0;
    }

    private void startWaiting() {
        List.copyOf(servers.values()).forEach(this::startWaiting);
    }

    /** Adds a task to its lane. @return whether it is the first there, and so is to be started */
    private boolean add(int campaignGroup, Runnable task) {
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

    private void start(Head head) {
        LaneTarget to = destinations.apply(head.campaignGroup());
        synchronized (servers) {
            Server server = servers.computeIfAbsent(to.server(), Server::new);
            server.connections = to.connections();
            server.waiting.add(head);
            startWaiting(server);
        }
    }

    private void startWaiting(Server server) {
        for (Head head = server.next(); head != null; head = server.next()) {
            Head first = head;
            executor.execute(() -> run(first, server));
        }
    }

    /** Runs the first task of a lane, and then those of the lanes that wait for the same server. */
    private void run(Head first, Server server) {
        Head head = first;
        while (head != null) {
            Head left = head;
            // while it waited, the campaign group may have got another server to go to
            if (destinations.apply(head.campaignGroup()).server().equals(server.name)) {
                run(head);
                left = leave(head.campaignGroup());
            }
            head = next(head.campaignGroup(), left, server);
        }
    }

    private static void run(Head head) {
        try {
            head.task().run();
        } catch (RuntimeException | Error e) {
            LOG.error("A task of campaign group {} failed", head.campaignGroup(), e);
        }
    }

    /**
     * @param left the next task of the lane that has just run, or null
     * @return the lane to run next, or null
     */
    private Head next(int campaignGroup, Head left, Server server) {
        LaneTarget to = destinations.apply(campaignGroup);
        boolean stays = to.server().equals(server.name);
        if (left != null && !stays) {
            start(left);
        }
        synchronized (servers) {
            if (stays) {
                server.connections = to.connections();
            }
            if (left != null && stays) {
                server.waiting.add(left);
            }
            server.inFlight--;
            Head next = server.next();
            startWaiting(server);
            if (server.inFlight == 0) {
                if (server.waiting.isEmpty()) {
                    servers.remove(server.name);
                }
                servers.notifyAll();
            }
            return next;
        }
    }

    private Head leave(int campaignGroup) {
        Runnable[] behind = {null};
        lanes.compute(campaignGroup, (group, waiting) -> {
            behind[0] = waiting.poll();
            return behind[0] == null ? null : waiting;
        });
        return behind[0] == null ? null : new Head(campaignGroup, behind[0]);
    }
}
