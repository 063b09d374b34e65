package org.campaignstatus.lane;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.campaignstatus.lifecycle.StatusReport;

/**
 * Periodic messages that are due and wait until their server has room, at most one for each campaign group. They are no
 * more than a number and a time until then, so that a hundred thousand of them are cheap. Each server has a FIFO queue: the
 * campaign group that has waited for longest is next, and none starves. Thread-safe.
 */
final class DueQueue {

    /** In lanes to one server, unless it has more connections. More would do nothing there but outlive the young generation. */
    private static final int MAX_IN_LANES = 1_000;

    private final IntFunction<LaneTarget> destinations;
    private final ToIntFunction<String> pending;
    private final Runnable skip;

    /** From the campaign groups that wait to the ends of their last periods. */
    private final Map<Integer, Instant> times = new HashMap<>();

    private final Map<String, Waiting> servers = new HashMap<>();

    private static final class Waiting {
        private final Queue<Integer> campaignGroups = new ArrayDeque<>();

        /** Messages in lanes right after the last hand-out, the new ones included. */
        private int before;

        /**
         * Twice as many as have gone through since the last hand-out may be in lanes, so that no connection is idle until
         * the next one, and twice as many as there are connections at least.
         */
        int room(int connections, int now) {
            long gone = Math.min(before - now, MAX_IN_LANES / 2);
            return (int) Math.min(Integer.MAX_VALUE, 2 * Math.max(connections, gone)) - now;
        }
    }

    /**
     * @param pending from a server to the number of periodic messages in the lanes to it
     * @param skip called for each message that another one of its campaign group replaces
     */
    DueQueue(IntFunction<LaneTarget> destinations, ToIntFunction<String> pending, Runnable skip) {
        this.destinations = destinations;
        this.pending = pending;
        this.skip = skip;
    }

    /** Adds messages; a campaign group that waits already keeps its place, and only the later message. */
    synchronized void add(Collection<StatusReport> due) {
        for (StatusReport message : due) {
            if (times.put(message.campaignGroup(), message.time()) == null) {
                line(destinations.apply(message.campaignGroup()).server()).add(message.campaignGroup());
            } else {
                skip.run();
            }
        }
    }

    private Queue<Integer> line(String server) {
        return servers.computeIfAbsent(server, name -> new Waiting()).campaignGroups;
    }

    /** @return the messages whose servers have room now; they do not wait any more */
    synchronized List<StatusReport> poll() {
        List<StatusReport> next = new ArrayList<>();
        List<Integer> moved = new ArrayList<>();
        for (Iterator<Map.Entry<String, Waiting>> all = servers.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<String, Waiting> one = all.next();
            int now = pending.applyAsInt(one.getKey());
            int taken = next.size();
            poll(one.getKey(), one.getValue(), now, next, moved);
            one.getValue().before = now + next.size() - taken;
            if (one.getValue().campaignGroups.isEmpty() && one.getValue().before == 0) {
                all.remove();
            }
        }
        moved.forEach(group -> line(destinations.apply(group).server()).add(group));
        return next;
    }

    private void poll(String server, Waiting waiting, int now, List<StatusReport> next, List<Integer> moved) {
        Queue<Integer> line = waiting.campaignGroups;
        for (int taken = 0; !line.isEmpty(); ) {
            LaneTarget to = destinations.apply(line.peek());
            if (!to.server().equals(server)) {
                moved.add(line.poll());
            } else if (taken < waiting.room(to.connections(), now)) {
                int group = line.poll();
                next.add(StatusReport.periodic(group, times.remove(group)));
                taken++;
            } else {
                return;
            }
        }
    }
}
