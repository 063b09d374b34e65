package org.campaignstatus.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a dialer has told, so that a test can hold against it what a receiver got. The actor of each event is its number in
 * all. Thread-safe.
 */
public final class SentEvents {

    private static final List<String> TYPES = List.of("loaded", "started", "stopped", "started");
    private static final List<Integer> STATUSES = List.of(4, 5, 4, 5);

    private final Map<Integer, List<Integer>> actors = new TreeMap<>();
    private int sent;

    /** @return the next event of a campaign group, as JSON with an id of its own */
    public synchronized String next(int group) {
        List<Integer> own = actors.computeIfAbsent(group, dbid -> new ArrayList<>());
        String type = TYPES.get(own.size() % TYPES.size());
        own.add(++sent);
        return "{\"id\":\"event %d\",\"event\":\"%s\",\"campaignGroup\":%d,\"actor\":%d}"
                .formatted(sent, type, group, sent);
    }

    public synchronized int count() {
        return sent;
    }

    /** @return the status that the last event of each campaign group has left it in */
    public synchronized Map<Integer, Integer> statuses() {
        Map<Integer, Integer> statuses = new TreeMap<>();
        actors.forEach((group, own) -> statuses.put(group, STATUSES.get((own.size() - 1) % STATUSES.size())));
        return statuses;
    }

    /**
     * Asserts that no event was told twice, that those of a campaign group were told in their order, and that no more than
     * so many were not told at all.
     */
    public synchronized void assertTold(List<Receiver.Request> requests, int mostMissing) {
        Map<Integer, List<Integer>> told = told(requests);
        told.forEach((group, own) -> assertThat(own)
                .as("campaign group %s: no event twice, and all in their order", group)
                .isEqualTo(actors.get(group).stream().filter(own::contains).toList()));
        long missing = actors.entrySet().stream()
                .mapToLong(own -> own.getValue().size()
                        - told.getOrDefault(own.getKey(), List.of()).size())
                .sum();
        assertThat(missing).as("events that were never told").isLessThanOrEqualTo(mostMissing);
    }

    /** @return the campaign groups that have an event that was never told */
    public synchronized Set<Integer> missing(List<Receiver.Request> requests) {
        Map<Integer, List<Integer>> told = told(requests);
        return actors.keySet().stream()
                .filter(group -> !actors.get(group).equals(told.get(group)))
                .collect(Collectors.toSet());
    }

    private static Map<Integer, List<Integer>> told(List<Receiver.Request> requests) {
        Map<Integer, List<Integer>> told = new TreeMap<>();
        for (Receiver.Request request : requests) {
            JsonNode json = request.json();
            if (json.get("GSW_CAMPAIGN_GROUP_ACTION").intValue() != 0) {
                told.computeIfAbsent(json.get("GSW_CAMPAIGN_GROUP_DBID").asInt(), dbid -> new ArrayList<>())
                        .add(json.get("GSW_CAMPAIGN_GROUP_ACTOR").intValue());
            }
        }
        return told;
    }

    /** @return the status that the last message told of each campaign group that was told of */
    public static Map<Integer, Integer> lastStatuses(List<Receiver.Request> requests) {
        Map<Integer, Integer> statuses = new TreeMap<>();
        for (Receiver.Request request : requests) {
            JsonNode json = request.json();
            statuses.put(
                    json.get("GSW_CAMPAIGN_GROUP_DBID").asInt(),
                    json.get("GSW_CAMPAIGN_GROUP_STATUS").intValue());
        }
        return statuses;
    }
}
