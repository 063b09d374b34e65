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
 * Gives every campaign group a lane of its own: what enters it is run in that order, one after another. Lanes run in
 * parallel, but at a time no more of those that go to one server than there are connections to it: a server that is
 * slow or dead keeps nobody else's lane waiting. Thread-safe.
 */
final class Lanes {

    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

    /** How much may be waiting or under way before {@link #enter} makes its caller wait. */
    private static final int ROOM = 10_000;

    /** How many lanes may be waiting for one server before {@link #enterIfIdle} takes no more of them. */
    private static final int CROWD = 5 * ROOM;

    private final IntFunction<LaneTarget> destinations;
    private final Executor executor;
    private final Semaphore room = new Semaphore(ROOM);

    /** What waits behind the task that has its turn, for each lane that has one. */
    private final Map<Integer, Queue<Runnable>> lanes = new ConcurrentHashMap<>();

    private final Map<String, Server> servers = new HashMap<>();

    /** The servers that get no turn at the moment because somebody waits for what they have under way. */
    private final Set<String> held = new HashSet<>();

    private boolean paused;
    private boolean ended;

    /** A task that is the first of its lane. */
    private record Turn(int campaignGroup, Runnable task) {}

    /** What goes to one server: how much of it is under way, and what waits for a connection. */
    private final class Server {
        private final String name;
        private final Queue<Turn> waiting = new ArrayDeque<>();
        private int connections;
        private int underWay;

        Server(String name) {
            this.name = name;
        }

        /** Takes a connection for what has waited longest. */
        Turn next() {
            Turn next = mayGo() && underWay < connections ? waiting.poll() : null;
            if (next != null) {
                underWay++;
            }
            return next;
        }

        private boolean mayGo() {
            return !ended && !paused && !held.contains(name);
        }
    }

    /**
     * @param destinations from a campaign group to where its messages go now; asked when one has its turn and after it
     * @param executor runs what has its turn; must not run it in the calling thread
     */
    Lanes(IntFunction<LaneTarget> destinations, Executor executor) {
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
     * Enters a task into the lane of a campaign group if nothing is waiting or under way there, and the server is not
     * hopelessly behind. Never waits.
     *
     * @return whether it was entered
     */
    boolean enterIfIdle(int campaignGroup, Runnable task) {
        boolean idle = !isCrowded(campaignGroup) && lanes.putIfAbsent(campaignGroup, new ArrayDeque<>(1)) == null;
        if (idle) {
            start(new Turn(campaignGroup, task));
        }
        return idle;
    }

    private boolean isCrowded(int campaignGroup) {
        String server = destinations.apply(campaignGroup).server();
        synchronized (servers) {
            return servers.containsKey(server) && servers.get(server).waiting.size() >= CROWD;
        }
    }

    /** @return how busy they are now; costs a look at each server that something goes to */
    LaneLoad load() {
        int waiting = 0;
        int underWay = 0;
        int saturated = 0;
        synchronized (servers) {
            for (Server server : servers.values()) {
                waiting += server.waiting.size();
                underWay += server.underWay;
                saturated += !server.name.isEmpty() && !server.waiting.isEmpty() ? 1 : 0;
            }
        }
        return new LaneLoad(underWay, waiting, saturated, ROOM - room.availablePermits(), ROOM);
    }

    /** Gives nobody a turn any more. What waits is never run; what is under way goes on. */
    void end() {
        synchronized (servers) {
            ended = true;
            servers.notifyAll();
        }
    }

    /**
     * Gives nobody a turn until {@link #resume}, and comes back when nothing is under way any more. All lanes stand still
     * no longer than that stir; what then is still under way goes to a slow server, and only its lanes stand still
     * until that is through, too.
     *
     * @param stir how long all lanes may stand still for the slow ones
     */
    void pause(Duration stir) throws InterruptedException {
        synchronized (servers) {
            while (!ended) {
                while (!ended && held.stream().anyMatch(this::isBusy)) {
                    servers.wait();
                }
                paused = true;
                if (isQuietWithin(stir)) {
                    return;
                }
                servers.keySet().stream().filter(this::isBusy).forEach(held::add);
                paused = false;
                launchAll();
            }
        }
    }

    /** Goes on after a {@link #pause}, whether it was waited for or not. */
    void resume() {
        synchronized (servers) {
            paused = false;
            held.clear();
            launchAll();
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
        return servers.containsKey(server) && servers.get(server).underWay > 0;
    }

    private void launchAll() {
        List.copyOf(servers.values()).forEach(this::launch);
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
        LaneTarget to = destinations.apply(turn.campaignGroup());
        synchronized (servers) {
            Server server = servers.computeIfAbsent(to.server(), Server::new);
            server.connections = to.connections();
            server.waiting.add(turn);
            launch(server);
        }
    }

    private void launch(Server server) {
        for (Turn turn = server.next(); turn != null; turn = server.next()) {
            Turn first = turn;
            executor.execute(() -> run(first, server));
        }
    }

    /** Runs a turn, and then what waits for the connection that has become free. */
    private void run(Turn first, Server server) {
        Turn turn = first;
        while (turn != null) {
            Turn left = turn;
            // while it waited, the campaign group may have got another server to go to
            if (destinations.apply(turn.campaignGroup()).server().equals(server.name)) {
                run(turn);
                left = leave(turn.campaignGroup());
            }
            turn = next(turn.campaignGroup(), left, server);
        }
    }

    private static void run(Turn turn) {
        try {
            turn.task().run();
        } catch (RuntimeException | Error e) {
            LOG.error("A task of campaign group {} failed", turn.campaignGroup(), e);
        }
    }

    /**
     * Gives a connection back, and takes it again for the next turn if the server still has that many.
     *
     * @param left what is left to be run in the lane of the campaign group, or null
     */
    private Turn next(int campaignGroup, Turn left, Server server) {
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
            server.underWay--;
            Turn next = server.next();
            launch(server);
            if (server.underWay == 0) {
                if (server.waiting.isEmpty()) {
                    servers.remove(server.name);
                }
                servers.notifyAll();
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
