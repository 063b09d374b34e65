package org.campaignstatus.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.campaignstatus.harness.IngestClient;
import org.campaignstatus.harness.Ports;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each notification, POSTed to {@code /campaign-group-states} of a second program with the same configuration, makes the same
 * notification there.
 */
final class RoundTripTest {

    private static final int GROUPS = 12;
    private static final int ROUNDS = 10;
    private static final List<String> TYPES =
            List.of("loaded", "started", "stopped", "dial-mode-changed", "unloaded", "started", "dial-mode-changed");

    @TempDir
    private Path first;

    @TempDir
    private Path second;

    private final List<Program> programs = new ArrayList<>();

    @AfterEach
    void stop() {
        programs.forEach(Program::close);
    }

    @Test
    void theNotificationOfANotificationIsTheSame() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        IngestClient dialer = new IngestClient(Ports.free());
        IngestClient relay = new IngestClient(Ports.free());
        try (Receiver between = Receiver.start();
                Receiver end = Receiver.start()) {
            start(first, between, dialer);
            start(second, end, relay);
            for (int round = 1; round <= ROUNDS; round++) {
                int expected = round * GROUPS;
                for (int group = 1; group <= GROUPS; group++) {
                    if (random.nextInt(3) > 0) {
                        // statistics by this way are there before the event, as a dialer's own notification has them
                        accepted(dialer.post("/campaign-group-states", statistics(random, group))
                                .statusCode());
                    }
                    accepted(dialer.post("/lifecycle-events", event(random, group))
                            .statusCode());
                }
                await().until(() -> between.requests().size() == expected);
                List<Receiver.Request> news = between.requests().subList(expected - GROUPS, expected);
                news.forEach(request -> accepted(
                        relay.post("/campaign-group-states", request.text()).statusCode()));
                await().until(() -> end.requests().size() == expected);
                for (Receiver.Request request : news) {
                    assertThat(end.requests().subList(expected - GROUPS, expected))
                            .as("seed %d, round %d", seed, round)
                            .extracting(Receiver.Request::json)
                            .contains(request.json());
                }
            }
        }
    }

    private static void accepted(int status) {
        assertThat(status).isEqualTo(202);
    }

    private void start(Path folder, Receiver receiver, IngestClient client) throws Exception {
        Program program = Program.in(folder);
        programs.add(program);
        program.sendingTo(receiver.uri("/"))
                .with("campaigngroup-states-interval", "0")
                .with("ingest.http.enabled", "true")
                .with("ingest.http.port", Integer.toString(client.port()))
                .configuredBy(configuration())
                .start();
    }

    /** Some campaign groups have everything that there is to configure, some nothing. */
    private static String configuration() throws Exception {
        String one = Files.readString(Path.of("src/test/resources/golden/started/configuration.json"));
        String group = one.substring(one.indexOf('[') + 1, one.lastIndexOf(']'));
        return "{\"campaignGroups\":["
                + String.join(
                        ",",
                        IntStream.rangeClosed(1, GROUPS)
                                .mapToObj(dbid -> (dbid % 3 == 0
                                                ? group.replaceAll(
                                                        "\"(tenant|campaignTemplate|dialMode|optimizeBy|optimizeGoal)\": ([^,{]*|\\{[^}]*}), ",
                                                        "")
                                                : group)
                                        .replace("10021", Integer.toString(100 + dbid))
                                        .replace("1002", Integer.toString(dbid))
                                        .replaceAll("(0{8}-0{4}-4000-8000-)\\d+", "$1" + "%012d".formatted(dbid)))
                                .toList())
                + "]}";
    }

    private static String event(Random random, int group) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("event", TYPES.get(random.nextInt(TYPES.size()))).put("campaignGroup", group);
        if (random.nextBoolean()) {
            event.put(
                    "time",
                    Instant.now()
                            .minusNanos(random.nextLong(1_000_000_000_000_000L))
                            .toString());
        }
        if (random.nextBoolean()) {
            event.put("dialMode", random.nextInt(12));
        }
        if (random.nextBoolean()) {
            event.put("optimizeBy", random.nextInt(4)).put("optimizeGoal", random.nextInt(100));
        }
        return event.put("actor", random.nextInt(5)).toString();
    }

    private static String statistics(Random random, int group) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("GSW_USER_EVENT", "CampaignGroupState").put("GSW_CAMPAIGN_GROUP_DBID", Integer.toString(group));
        put(json, random, "GSW_STAT_BUSY_FACTOR");
        put(json, random, "GSW_STAT_OVERDIAL_RATE");
        put(json, random, "GSW_STAT_HIT_RATIO");
        put(json, random, "GSW_STAT_TIME_TO_COMPLETE");
        ObjectNode list = json.putArray("GSW_CALLING_LISTS").addObject();
        list.put("GSW_CALLING_LIST_DBID", Integer.toString(100 + group));
        put(list, random, "GSW_STAT_HIT_RATIO");
        put(list, random, "GSW_STAT_TIME_TO_COMPLETE");
        return json.toString();
    }

    private static void put(ObjectNode json, Random random, String attribute) {
        switch (random.nextInt(4)) {
            case 0 -> json.putNull(attribute);
            case 1 -> json.put(attribute, random.nextDouble() * 1000);
            case 2 -> json.put(attribute, random.nextInt(1000));
            default -> {
                // is left out
            }
        }
    }
}
