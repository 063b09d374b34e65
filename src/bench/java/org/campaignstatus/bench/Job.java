package org.campaignstatus.bench;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The work of the benchmark: campaign groups that are numbered from 1, events about them, whose number is their actor,
 * and the notification that a receiver must get for each, to the byte.
 */
final class Job {

    /** The number of the first event of a campaign group; large, so that all notifications are of one length. */
    static final int FIRST = 1_000_000;

    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

    private static final String CONFIGURATION = """
            {"dbid":%1$d,"uuid":"%2$s","name":"Campaign%1$d@Daytime","group":"Daytime","campaign":"Campaign%1$d",\
            "tenant":{"name":"Environment","ccid":"9350e2fc-a1dd-4c65-8d40-1f75a2e080dd"},\
            "campaignTemplate":"Collections","voiceTransferDestination":"7001","dialMode":"Predict",\
            "optimizeBy":"BusyFactor","optimizeGoal":80,"callingLists":[{"dbid":%3$d,"name":"Morning%1$d"},\
            {"dbid":%4$d,"name":"Evening%1$d"}],"options":{%5$s}}""";

    private static final String EVENT = """
            {"id":"%1$d-%2$d","event":"started","campaignGroup":%1$d,"time":"%3$s","actor":%2$d}""";

    private Job() {}

    /** Writes a configuration. @param options the options of a campaign group: the members of a JSON object */
    static void configure(Path file, int groups, IntFunction<String> options) throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            out.write("{\"campaignGroups\":[");
            for (int group = 1; group <= groups; group++) {
                out.write((group == 1 ? "\n" : ",\n") + configuration(group, options.apply(group)));
            }
            out.write("\n]}\n");
        }
    }

    private static String configuration(int group, String options) {
        return CONFIGURATION.formatted(group, new UUID(0, group), 2 * group, 2 * group + 1, options);
    }

    static String event(int group, int number) {
        return EVENT.formatted(group, number, time(number));
    }

    static Instant time(int number) {
        return START.plusMillis(number);
    }

    /** @return the notification of an event */
    static String notification(int group, int number) {
        long millis = time(number).toEpochMilli();
        return notification(group, "%d.%03d".formatted(millis / 1000, millis % 1000), 9, number);
    }

    /** @return the notification that a period has ended */
    static String periodic(int group, String time) {
        return notification(group, time, 0, 0);
    }

    private static String notification(int group, String time, int action, int actor) {
        return """
                {"GSW_USER_EVENT":"CampaignGroupState","GSW_DATE_TIME":"%2$s","GSW_TENANT_NAME":"Environment",\
                "GSW_TENANT_CCID":"9350e2fc-a1dd-4c65-8d40-1f75a2e080dd",\
                "GSW_CAMPAIGN_GROUP_NAME":"Campaign%1$d@Daytime",\
                "GSW_CAMPAIGN_GROUP_UUID":"%3$s","GSW_CAMPAIGN_GROUP_DBID":"%1$d","GSW_GROUP_NAME":"Daytime",\
                "GSW_CAMPAIGN_NAME":"Campaign%1$d","GSW_CAMPAIGN_TEMPLATE_NAME":"Collections","GSW_QUEUE_NAME":"7001",\
                "GSW_DIAL_MODE":1,"GSW_OPTIMIZE_BY":1,"GSW_OPTIMIZE_GOAL":80,"GSW_CAMPAIGN_GROUP_STATUS":5,\
                "GSW_CAMPAIGN_GROUP_ACTION":%4$d,"GSW_CAMPAIGN_GROUP_ACTOR":%5$d,"GSW_STAT_BUSY_FACTOR":null,\
                "GSW_STAT_HIT_RATIO":null,"GSW_STAT_OVERDIAL_RATE":null,"GSW_STAT_TIME_TO_COMPLETE":null,\
                "GSW_CALLING_LISTS":[%6$s,%7$s]}""".formatted(
                        group,
                        time,
                        new UUID(0, group),
                        action,
                        actor,
                        callingList(group, "Morning", 2 * group),
                        callingList(group, "Evening", 2 * group + 1));
    }

    private static String callingList(int group, String name, int dbid) {
        return """
                {"GSW_CALLING_LIST":"%s%d","GSW_CALLING_LIST_DBID":"%d","GSW_STAT_HIT_RATIO":null,\
                "GSW_STAT_TIME_TO_COMPLETE":null}""".formatted(name, group, dbid);
    }

    /** @return as many events of each campaign group that is meant, first the first ones of all of them */
    static Stream<String> events(int groups, int from, int each, IntPredicate meant) {
        return IntStream.range(from, from + each)
                .boxed()
                .flatMap(number ->
                        IntStream.rangeClosed(1, groups).filter(meant).mapToObj(group -> event(group, number)));
    }

    /** @return all campaign groups that one of several threads looks after */
    static IntStream groupsOf(int thread, int threads, int groups) {
        return IntStream.rangeClosed(1, groups).filter(group -> group % threads == thread);
    }
}
