package org.campaignstatus.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;

/** What a soak has measured, cycle by cycle, and the check that every event was told, but for those of a dead receiver. */
final class SoakSamples {

    /** A tenth of the samples are of a program that still warms up. */
    private static final int WARM_PARTS = 10;

    private static final double FLAT = 0.05;

    private final List<Sample> samples = new ArrayList<>();
    private final SoakSender sender;
    private final int groups;
    private final IntPredicate mortal;
    private final int[] next;

    /** @param p50 of the receivers that live */
    private record Sample(double heap, double descriptors, double threads, double p50, double p99) {}

    private enum Kind {
        HEAP("heap in use after a collection", "MiB", Sample::heap),
        DESCRIPTORS("open descriptors", "number", Sample::descriptors),
        THREADS("threads", "number", Sample::threads),
        HALF("p50 of the three receivers that live", "ms", Sample::p50),
        MOST("p99 of the three receivers that live", "ms", Sample::p99);

        private final String title;
        private final String unit;
        private final ToDoubleFunction<Sample> value;

        Kind(String title, String unit, ToDoubleFunction<Sample> value) {
            this.title = title;
            this.unit = unit;
            this.value = value;
        }

        Series series(List<Sample> samples) {
            Series series = new Series(title, unit);
            samples.forEach(sample -> series.add(value.applyAsDouble(sample)));
            return series;
        }
    }

    /** @param mortal which campaign groups have the receiver that dies */
    SoakSamples(SoakSender sender, int groups, IntPredicate mortal) {
        this.sender = sender;
        this.groups = groups;
        this.mortal = mortal;
        this.next = new int[groups + 1];
    }

    /** @param settled from when on latency counts. @param back when the dead receiver had come back */
    void add(Child program, Arrivals arrivals, long settled, long back) throws IOException {
        check(arrivals);
        // in the first cycle, a program that has just started may not have come so far
        if (!samples.isEmpty() && arrivals.all().stream().noneMatch(one -> isMortal(one) && one.nanos() > back)) {
            throw new WrongWorkException("nothing was sent to the receiver that had come back");
        }
        double[] millis = arrivals.all().stream()
                .filter(one -> !isMortal(one) && sender.sentAt(one) > settled)
                .mapToDouble(one -> (one.nanos() - sender.sentAt(one)) / 1e6)
                .sorted()
                .toArray();
        Latency latency = new Latency(millis);
        int descriptors = program.descriptors();
        int threads = program.threads();
        Sample sample = new Sample(program.heap().live(), descriptors, threads, latency.at(0.5), latency.at(0.99));
        System.out.println("   . " + sample);
        samples.add(sample);
    }

    private boolean isMortal(Arrivals.One one) {
        return mortal.test(one.group());
    }

    /** The order is kept, and none is missing, but for what came when the receiver was dead. */
    private void check(Arrivals arrivals) {
        for (Arrivals.One one : arrivals.all()) {
            int expected = Job.FIRST + next[one.group()];
            if (isMortal(one) ? one.number() < expected : one.number() != expected) {
                throw new WrongWorkException("campaign group " + one.group() + ": expected event " + expected
                        + " to be told next but got " + one.number());
            }
            next[one.group()] = one.number() - Job.FIRST + 1;
        }
    }

    /** Waits until the rest has come. */
    void checkEnd(Receiver receiver, Child program) throws IOException, InterruptedException {
        receiver.awaitQuiet(program);
        check(receiver.arrivals());
        for (int group = 1; group <= groups; group++) {
            if (!mortal.test(group) && next[group] != sender.count(group)) {
                throw new WrongWorkException("campaign group " + group + ": expected " + sender.count(group)
                        + " events to be told but the last is " + next[group]);
            }
        }
    }

    void report(Page page, Duration time) {
        String title = "soak: 1,000 events/s, four receivers, one of which dies and comes back";
        List<Sample> warm = samples.subList((samples.size() + WARM_PARTS - 1) / WARM_PARTS, samples.size());
        List<Series> all =
                Arrays.stream(Kind.values()).map(kind -> kind.series(warm)).toList();
        page.work(
                title,
                "%d minutes, from JMS, state in SQLite; %d cycles, each with a third of its time in which one receiver is dead; measured at the end of each, without the first tenth."
                        .formatted(time.toMinutes(), samples.size()),
                all);
        int third = Math.max(1, warm.size() / 3);
        for (Kind kind : Kind.values()) {
            double first = kind.series(warm.subList(0, third)).median();
            double last =
                    kind.series(warm.subList(warm.size() - third, warm.size())).median();
            page.target(
                    title,
                    kind.title + ": last third flat within 5 % of the first",
                    Page.number(first) + " → " + Page.number(last),
                    Math.abs(last - first) <= FLAT * first);
        }
    }
}
