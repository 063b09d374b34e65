package org.campaignstatus.bench;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Periodic messages of a great many campaign groups: as many as go through when all are due all the time, and what it
 * costs to tell each of them at its interval.
 */
final class SweepWork implements Work {

    private static final String SWEEP = "sweep of 100,000 active campaign groups";
    private static final String STEADY = "100,000 active campaign groups at 10 s, for two minutes";
    private static final String INTERVAL = "campaigngroup-states-interval";

    @Override
    public void run(Bench bench) throws Exception {
        int groups = bench.scale().of(100_000, 500);
        ProgramFolder folder = bench.program("program")
                .configured(groups, bench.receiver().uri(0))
                .setting(INTERVAL, 0);
        try (Child program = folder.start();
                Child limit = NotifyWork.limit(bench)) {
            Meter meter = Meter.start(bench.receiver(), program);
            folder.handIn(groups, Job.FIRST, 1);
            meter.stop(groups, new Series("waking them", "")).check(groups, Job.FIRST, 1);
            sweep(bench, folder, program, limit, groups);
            steady(bench, folder, program, groups);
        }
    }

    private static void sweep(Bench bench, ProgramFolder folder, Child program, Child limit, int groups)
            throws Exception {
        Series most = new Series("limit: HttpClient in a bare loop", "messages/s");
        Series series = new Series("program", "messages/s");
        int each = bench.scale().of(100, 3);
        int[] told = new int[groups + 1];
        Child.Heap nothingDue = program.heap();
        Child.Heap allDue = nothingDue;
        if (!bench.scale().small()) {
            NotifyWork.run(bench.receiver(), limit, Series.warmingUp(), 1000, Job.FIRST, each);
        }
        for (int round = 1; round <= bench.scale().rounds(3); round++) {
            NotifyWork.run(bench.receiver(), limit, most, 1000, Job.FIRST + round * each, each);
            bench.receiver().clear();
            folder.setting(INTERVAL, 1);
            // what comes in the first third is part of what the change makes overdue, not yet all of it
            Arrivals arrivals = Meter.running(bench.receiver(), program).stop(3 * groups, 1.0 / 3, series);
            check(arrivals, groups);
            arrivals.all().forEach(one -> told[one.group()]++);
            allDue = program.heap();
            folder.setting(INTERVAL, 0);
            bench.receiver().awaitQuiet(program);
        }
        series.addMemory(program);
        bench.page()
                .work(
                        SWEEP,
                        "All are due each second, which is more than goes through; state in SQLite.",
                        List.of(most, series));
        double ofLimit = series.median() / most.median();
        bench.page().target(SWEEP, "≥ 0.45 of the limit", Page.number(ofLimit), ofLimit >= 0.45);
        bench.page().target(SWEEP, "CPU a message ≤ 60 µs", Page.number(series.cpu()) + " µs", series.cpu() <= 60);
        judgeTurns(bench.page(), told);
        long grown = allDue.live() - nothingDue.live();
        String heap = nothingDue.live() + " → " + allDue.live() + " MiB";
        bench.page().target(SWEEP, "what is due makes the heap grow by 16 MiB at most", heap, grown <= 16);
    }

    /** @param told how often each campaign group was told of, from the second on */
    private static void judgeTurns(Page page, int[] told) {
        int[] sorted = IntStream.of(told).skip(1).sorted().toArray();
        int median = sorted[sorted.length / 2];
        int least = sorted[0];
        int most = sorted[sorted.length - 1];
        page.target(
                SWEEP,
                "each told equally often ± 20 %",
                least + " to " + most + " times, median " + median,
                least >= 0.8 * median && most <= 1.2 * median);
    }

    /** None may be left out, however much more is due than goes through. */
    private static void check(Arrivals arrivals, int groups) {
        if (arrivals.all().stream().anyMatch(one -> one.number() != 0)) {
            throw new WrongWorkException("expected periodic messages but got one about an event");
        }
        long told =
                arrivals.all().stream().mapToInt(Arrivals.One::group).distinct().count();
        if (told != groups) {
            throw new WrongWorkException("expected messages about " + groups + " campaign groups but got " + told);
        }
    }

    private static void steady(Bench bench, ProgramFolder folder, Child program, int groups) throws Exception {
        int interval = bench.scale().of(10, 1);
        Duration time = Duration.ofSeconds(bench.scale().of(120, 3));
        folder.setting(INTERVAL, interval);
        // what was due in one go moves to its own places in the interval, by a twenty-fifth of it at a time
        Thread.sleep(bench.scale().of(150_000, 1_000));
        Child.Heap heapBefore = program.heap();
        bench.receiver().clear();
        Duration cpuBefore = program.cpu();
        Thread.sleep(time.toMillis());
        Duration spent = program.cpu().minus(cpuBefore);
        Arrivals arrivals = bench.receiver().arrivals();
        Child.Heap heap = program.heap();
        check(arrivals, groups);
        Intervals intervals = Intervals.of(arrivals, groups, interval);
        report(bench.page(), arrivals, spent, time, heapBefore, heap, intervals);
    }

    private static void report(
            Page page,
            Arrivals arrivals,
            Duration spent,
            Duration time,
            Child.Heap heapBefore,
            Child.Heap heap,
            Intervals intervals) {
        Series spread = new Series("interval between two messages about a campaign group", "s");
        spread.addAll(intervals.seconds());
        Series cpu = new Series("processor time, of one core", "%");
        double share = 100.0 * spent.toNanos() / time.toNanos();
        cpu.add(share);
        cpu.addCpu(spent.toNanos() / 1e3 / arrivals.all().size());
        Series live = new Series("heap that is in use after a collection, grown by", "MiB");
        live.add(heap.live() - heapBefore.live());
        page.work(STEADY, arrivals.all().size() + " messages; state in SQLite.", List.of(spread, cpu, live));
        intervals.judge(page, STEADY, "");
        page.target(STEADY, "≤ 45 % of one core", Page.number(share) + " %", share <= 45);
        long grown = heap.live() - heapBefore.live();
        page.target(STEADY, "no growth of heap", heapBefore.live() + " → " + heap.live() + " MiB", grown <= 2);
    }
}
