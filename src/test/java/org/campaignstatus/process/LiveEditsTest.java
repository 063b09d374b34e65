package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.RunningProgram.waiting;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Receiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Options that are edited while the program runs. */
final class LiveEditsTest extends LiveEditsSetup {

    @ParameterizedTest
    @EnumSource
    void notificationsAreTurnedOffAndOn(Level level) throws IOException {
        edit(level, "send-campaigngroup-states", "false");
        hand("loaded");
        waiting().until(() -> Files.exists(program.file("inbox/lifecycle/.done/" + name())));
        edit(level, "send-campaigngroup-states", "true");
        hand("started");
        await(1);

        assertThat(receiver.about(dbid())
                        .get(0)
                        .get("GSW_CAMPAIGN_GROUP_ACTION")
                        .intValue())
                .isEqualTo(9);
    }

    @ParameterizedTest
    @EnumSource
    void notificationsGoToTheNewUri(Level level) throws IOException {
        edit(level, "campaigngroup-states-uri", receiver.uri("/new?level=" + level));
        hand("loaded");
        await(1);

        assertThat(targets()).containsExactly("/new?level=" + level);
    }

    @ParameterizedTest
    @EnumSource
    void periodicMessagesBeginAndEnd(Level level) throws IOException {
        hand("loaded");
        await(1);
        edit(level, "campaigngroup-states-interval", "1");
        await(3);
        edit(level, "campaigngroup-states-interval", "0");
        seconds(1);
        int sofar = receiver.about(dbid()).size();
        seconds(3);

        assertThat(receiver.about(dbid())).hasSize(sofar);
    }

    /** It was ten minutes before. */
    @ParameterizedTest
    @EnumSource
    void theNextAnswerIsWaitedForOnlyAsLongAsTheNewTimeOutSays(Level level) throws IOException {
        try (Receiver silent = Receiver.start().answering(Answer.silence())) {
            edit(Level.CAMPAIGN_GROUP, "campaigngroup-states-uri", silent.uri("/"));
            edit(level, "http-response-timeout", "1");
            hand("loaded");

            waiting()
                    .until(() -> said("Notification for Campaign Group " + Configured.name(group) + " to "
                            + silent.uri("/") + " failed: no whole answer in time"));
        }
    }

    /** It was one connection before. */
    @ParameterizedTest
    @EnumSource
    void moreNotificationsAreInFlightWithALargerPool(Level level) throws IOException {
        CountDownLatch gate = new CountDownLatch(1);
        try (Receiver slow = Receiver.start().answering(Answer.when(gate))) {
            int second = ++lastGroup;
            int third = ++lastGroup;
            for (int one : List.of(group, second, third)) {
                options.computeIfAbsent(one, any -> new HashMap<>()).put("campaigngroup-states-uri", slow.uri("/"));
            }
            edit(Level.CAMPAIGN_GROUP, "campaigngroup-states-uri", slow.uri("/"));
            if (level == Level.APPLICATION) {
                edit(level, "http-connection-pool-size", "3");
            } else {
                options.get(second).put("http-connection-pool-size", "3");
                options.get(third).put("http-connection-pool-size", "3");
                edit(level, "http-connection-pool-size", "3");
            }
            program.handInLifecycle(
                    "pool-" + level + ".jsonl",
                    String.join(
                            "\n",
                            Configured.event("loaded", group),
                            Configured.event("loaded", second),
                            Configured.event("loaded", third)));

            waiting().until(() -> slow.requests().size() == 3);
            gate.countDown();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "APPLICATION, IN_PLACE", "APPLICATION, RENAMED", "APPLICATION, LINKED",
        "CAMPAIGN_GROUP, IN_PLACE", "CAMPAIGN_GROUP, RENAMED", "CAMPAIGN_GROUP, LINKED"
    })
    void anEditAppliesHoweverItIsMade(Level level, Way way) throws IOException {
        for (String target : List.of("/first", "/second")) {
            put(level, "campaigngroup-states-uri", receiver.uri(target));
            write(level, way);
            hand("loaded");
            await(events);
        }
        assertThat(targets()).containsExactly("/first", "/second");
        Files.delete(program.file(level.file));
    }

    @Test
    void aKeyThatTakesEffectAtTheNextStartOnlyIsNamed() throws IOException {
        settings.put("statistics.max-age", "61");
        settings.put("camel.main.name", "renamed");
        edit(Level.APPLICATION, "campaigngroup-states-uri", receiver.uri("/application"));

        assertThat(since())
                .filteredOn(line -> line.contains(" WARN "))
                .singleElement()
                .asString()
                .endsWith("application.properties: a change of camel.main.name, statistics.max-age takes effect at the "
                        + "next start");
    }
}
