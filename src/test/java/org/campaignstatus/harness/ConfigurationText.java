package org.campaignstatus.harness;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The text of a configuration file with as little in it as there may be. */
public final class ConfigurationText {

    private ConfigurationText() {}

    /** @return campaign groups with these DBIDs and no options of their own */
    public static String of(int... dbids) {
        Map<Integer, Map<String, String>> groups = new TreeMap<>();
        IntStream.of(dbids).forEach(dbid -> groups.put(dbid, Map.of()));
        return of(groups);
    }

    /** @param groups from the DBIDs of campaign groups to their own options */
    public static String of(Map<Integer, Map<String, String>> groups) {
        return groups.entrySet().stream()
                .map(group -> group(group.getKey(), group.getValue()))
                .collect(Collectors.joining(",\n", "{\"campaignGroups\":[\n", "\n]}\n"));
    }

    private static String group(int dbid, Map<String, String> options) {
        return """
                {"dbid": %d, "uuid": "uuid-%d", "name": "campaign%d@group", "group": "group", "campaign": "campaign%d",
                 "options": {%s}}""".formatted(
                        dbid,
                        dbid,
                        dbid,
                        dbid,
                        options.entrySet().stream()
                                .map(option -> "\"%s\": \"%s\"".formatted(option.getKey(), option.getValue()))
                                .collect(Collectors.joining(", ")));
    }
}
