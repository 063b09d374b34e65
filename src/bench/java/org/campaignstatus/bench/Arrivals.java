package org.campaignstatus.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a receiver got, in the order of arrival. Its times are those of the machine's one clock ({@code nanoTime}), so
 * that they can be compared with another process's.
 *
 * @param headers what is wrong with those of the first request that has wrong ones, of those whose head was kept
 */
record Arrivals(List<One> all, String headers) {

    private static final Pattern VARIABLE = Pattern.compile("\"GSW_DATE_TIME\":\"([0-9.]+)\".*"
            + "\"GSW_CAMPAIGN_GROUP_DBID\":\"(\\d+)\".*\"GSW_CAMPAIGN_GROUP_ACTOR\":(\\d+)");

    /** A request that is still to be looked at. @param head null unless it was kept */
    record Raw(long nanos, int port, byte[] head, byte[] body) {}

    /** @param number of the event; 0 for the end of a period */
    record One(long nanos, int port, int group, int number) {}

    /**
     * Looks at the bodies and writes down the rest. @return how many there are, and what is wrong with the first wrong
     * one
     */
    static String write(Path file, List<Raw> raw) throws IOException {
        List<Raw> sorted = new ArrayList<>(raw);
        sorted.sort(Comparator.comparingLong(Raw::nanos));
        String wrong = "";
        String headers = "";
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.writeInt(sorted.size());
            for (Raw one : sorted) {
                String body = new String(one.body(), StandardCharsets.UTF_8);
                Matcher variable = VARIABLE.matcher(body);
                int group = variable.find() ? Integer.parseInt(variable.group(2)) : 0;
                int number = group == 0 ? 0 : Integer.parseInt(variable.group(3));
                String expected = group == 0
                        ? "a notification"
                        : number == 0 ? Job.periodic(group, variable.group(1)) : Job.notification(group, number);
                if (wrong.isEmpty() && !body.equals(expected)) {
                    wrong = " expected " + expected + " but got " + body;
                }
                if (headers.isEmpty() && one.head() != null && number != 0) {
                    headers = RequestHead.wrong(one.head(), group, number);
                }
                out.writeLong(one.nanos());
                out.writeInt(one.port());
                out.writeInt(group);
                out.writeInt(number);
            }
            out.writeUTF(headers);
        }
        return sorted.size() + wrong;
    }

    static Arrivals read(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            int count = in.readInt();
            List<One> all = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                all.add(new One(in.readLong(), in.readInt(), in.readInt(), in.readInt()));
            }
            return new Arrivals(all, in.readUTF());
        }
    }

    Arrivals where(Predicate<One> condition) {
        return new Arrivals(all.stream().filter(condition).toList(), headers);
    }

    /** Checks that each campaign group was told of each of its events, once and in their order. */
    Arrivals check(int groups, int from, int each) {
        return check(group -> true, groups, from, each);
    }

    /** @param meant which campaign groups have to be told of */
    Arrivals check(IntPredicate meant, int groups, int from, int each) {
        int[] next = new int[groups + 1];
        for (One one : all) {
            int expected = from + next[one.group()]++;
            if (one.number() != expected) {
                throw new WrongWorkException("campaign group " + one.group() + ": expected event " + expected
                        + " to be told next but got " + one.number());
            }
        }
        for (int group = 1; group <= groups; group++) {
            if (meant.test(group) && next[group] != each) {
                throw new WrongWorkException(
                        "campaign group " + group + ": expected " + each + " notifications but got " + next[group]);
            }
        }
        return this;
    }

    /** Checks that the requests had the headers that the program sends. */
    Arrivals checkHeaders() {
        if (!headers.isEmpty()) {
            throw new WrongWorkException(headers);
        }
        return this;
    }

    /** @return notifications a second, without what came before a share of all had come */
    double rate(double skipped) {
        int first = (int) (all.size() * skipped);
        int last = all.size() - 1;
        return (last - first) * 1e9 / (all.get(last).nanos() - all.get(first).nanos());
    }
}
