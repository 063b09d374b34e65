package org.campaignstatus.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** A receiver that is silent owns half of a great many campaign groups, and comes back after a minute. */
final class DeadReceiverWork implements Work {

    private static final String TITLE =
            "100,000 active campaign groups at 10 s, one of two receivers silent for a minute";
    private static final String INTERVAL = "campaigngroup-states-interval";
    private static final int DEAD = 1;

    @Override
    public void run(Bench bench) throws Exception {
        int groups = bench.scale().of(100_000, 500);
        int interval = bench.scale().of(10, 1);
        ProgramFolder folder = bench.program("program")
                .configured(
                        groups,
                        group -> "\"campaigngroup-states-uri\":\""
                                + bench.receiver().uri(group % 2) + '"')
                .setting(INTERVAL, 0);
        try (Child program = folder.start()) {
            Meter meter = Meter.start(bench.receiver(), program);
            folder.handIn(groups, Job.FIRST, 1);
            meter.stop(groups, new Series("waking them", "")).check(groups, Job.FIRST, 1);
        }
        // started again, each campaign group has its own place in the interval at once
        folder.setting(INTERVAL, interval);
        try (Child program = folder.start()) {
            // what a cold program has missed moves back to its place, by a twenty-fifth of the interval at a time
            Thread.sleep(bench.scale().of(150_000, 1_000));
            measure(bench, program, groups, interval);
        } finally {
            bench.receiver().delay(DEAD, 0);
        }
    }

    private static void measure(Bench bench, Child program, int groups, int interval) throws Exception {
        Receiver receiver = bench.receiver();
        Duration time = Duration.ofSeconds(bench.scale().of(60, 3));
        Child.Heap before = program.heap();
        receiver.delay(DEAD, 3_600_000);
        receiver.clear();
        Duration cpu = program.cpu();
        Thread.sleep(time.toMillis());
        Duration spent = program.cpu().minus(cpu);
        Arrivals others = receiver.arrivals().where(one -> one.port() != DEAD);
        Child.Heap after = program.heap();
        receiver.clear();
        long back = System.nanoTime();
        receiver.delay(DEAD, 0);
        Thread.sleep(3_000L * interval);
        Arrivals all = receiver.arrivals();
        report(bench, groups, interval, Intervals.of(others, groups, interval), share(spent, time), before, after);
        judgeReturn(bench.page(), secondsUntilTold(all, groups, back), interval);
    }

    private static double share(Duration spent, Duration time) {
        return 100.0 * spent.toNanos() / time.toNanos();
    }

    /** @return for each campaign group of the dead receiver the seconds until it was told of, sorted */
    private static double[] secondsUntilTold(Arrivals arrivals, int groups, long back) {
        double[] first = new double[groups + 1];
        for (Arrivals.One one : arrivals.all()) {
            if (one.port() == DEAD && first[one.group()] == 0) {
                first[one.group()] = Math.max(1e-9, (one.nanos() - back) / 1e9);
            }
        }
        double[] told = Arrays.stream(first).filter(one -> one > 0).sorted().toArray();
        if (told.length != groups / 2) {
            throw new WrongWorkException(told.length + " of " + groups / 2
                    + " campaign groups of the receiver that is back were told of in three intervals");
        }
        return told;
    }

    private static void report(
            Bench bench,
            int groups,
            int interval,
            Intervals intervals,
            double share,
            Child.Heap before,
            Child.Heap after) {
        Series spread = new Series("the other half, interval between two messages about a campaign group", "s");
        spread.addAll(intervals.seconds());
        Series cpu = new Series("processor time, of one core", "%");
        cpu.add(share);
        bench.page()
                .work(
                        TITLE,
                        groups + " campaign groups, every other one of the silent receiver; state in SQLite.",
                        List.of(spread, cpu));
        intervals.judge(bench.page(), TITLE, "the other half: ");
        long grown = after.live() - before.live();
        String heap = before.live() + " → " + after.live() + " MiB";
        bench.page().target(TITLE, "heap grows by 10 MiB at most", heap, grown <= 10);
    }

    private static void judgeReturn(Page page, double[] told, int interval) {
        double last = told[told.length - 1];
        page.target(
                TITLE,
                "after it is back, all told within " + interval + " s",
                Page.number(last) + " s",
                last <= interval);
    }
}
