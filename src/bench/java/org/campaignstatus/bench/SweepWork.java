package org.campaignstatus.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Periodic messages of a great many campaign groups: as many as go through when all are due all the time, and what it
 * costs to tell each of them at its interval.
 */
final class SweepWork implements Work {

    private static final String SWEEP = "sweep of 100,000 active campaign groups";
    private static final String STEADY = "100,000 active campaign groups at 10 s, for two minutes";
    private static final String INTERVAL = "campaigngroup-states-interval";
    private static final long SECOND = 1_000_000_000;

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
        int each = bench.scale().of(200, 3);
        NotifyWork.run(bench.receiver(), limit, new Series("warming up", ""), 1000, Job.FIRST, each);
        for (int round = 1; round <= bench.scale().rounds(5); round++) {
            NotifyWork.run(bench.receiver(), limit, most, 1000, Job.FIRST + round * each, each);
            bench.receiver().clear();
            folder.setting(INTERVAL, 1);
            // what comes in the first third is part of what the change makes overdue, not yet all of it
            Arrivals arrivals = Meter.running(bench.receiver(), program).stop(3 * groups, 1.0 / 3, series);
            check(arrivals, groups, bench.scale());
            folder.setting(INTERVAL, 0);
            bench.receiver().awaitQuiet();
        }
        series.addMemory(program);
        bench.page()
                .work(
                        SWEEP,
                        "All are due each second, which is more than goes through; state in SQLite.",
                        List.of(most, series));
        double ofLimit = series.median() / most.median();
        bench.page().target(SWEEP, "≥ 0.65 of the limit", Page.number(ofLimit), ofLimit >= 0.65);
        bench.page().target(SWEEP, "heap ≤ 256 MiB", series.heap() + " MiB", series.heap() <= 256);
    }

    /** More than goes through means that some have to skip turns; only when little is asked can all be expected. */
    private static void check(Arrivals arrivals, int groups, Scale scale) {
        if (arrivals.all().stream().anyMatch(one -> one.number() != 0)) {
            throw new WrongWorkException("expected periodic messages but got one about an event");
        }
        long told =
                arrivals.all().stream().mapToInt(Arrivals.One::group).distinct().count();
        if (told != groups && scale.small()) {
            throw new WrongWorkException("expected messages about " + groups + " campaign groups but got " + told);
        }
        System.out.println("   . told about " + told + " of " + groups + " campaign groups");
    }

    private static void steady(Bench bench, ProgramFolder folder, Child program, int groups) throws Exception {
        int interval = bench.scale().of(10, 1);
        Duration time = Duration.ofSeconds(bench.scale().of(120, 5));
        folder.setting(INTERVAL, interval);
        Thread.sleep(bench.scale().of(30_000, 3_000));
        Child.Heap heapBefore = program.heap();
        bench.receiver().clear();
        Duration cpuBefore = program.cpu();
        Thread.sleep(time.toMillis());
        Duration spent = program.cpu().minus(cpuBefore);
        Arrivals arrivals = bench.receiver().arrivals();
        Child.Heap heap = program.heap();
        check(arrivals, groups, bench.scale());
        double[] intervals = intervals(arrivals, groups);
        report(bench.page(), arrivals, spent, time, heapBefore, heap, intervals, interval);
    }

    /** @return the seconds between two messages about a campaign group, all of them, sorted */
    private static double[] intervals(Arrivals arrivals, int groups) {
        long[] last = new long[groups + 1];
        double[] intervals = new double[arrivals.all().size()];
        int count = 0;
        for (Arrivals.One one : arrivals.all()) {
            if (last[one.group()] != 0) {
                intervals[count++] = (one.nanos() - last[one.group()]) / (double) SECOND;
            }
            last[one.group()] = one.nanos();
        }
        double[] sorted = Arrays.copyOf(intervals, count);
        Arrays.sort(sorted);
        return sorted;
    }

    private static void report(
            Page page,
            Arrivals arrivals,
            Duration spent,
            Duration time,
            Child.Heap heapBefore,
            Child.Heap heap,
            double[] intervals,
            int interval) {
        Series spread = new Series("interval between two messages about a campaign group", "s");
        spread.addAll(intervals);
        Series cpu = new Series("processor time, of one core", "%");
        double share = 100.0 * spent.toNanos() / time.toNanos();
        cpu.add(share);
        cpu.addCpu(spent.toNanos() / 1e3 / arrivals.all().size());
        Series live = new Series("heap that is in use after a collection, grown by", "MiB");
        live.add(heap.live() - heapBefore.live());
        page.work(STEADY, arrivals.all().size() + " messages; state in SQLite.", List.of(spread, cpu, live));
        double worst = Math.max(interval - intervals[0], intervals[intervals.length - 1] - interval);
        page.target(STEADY, "every one every 10 s ± 0.5 s", "± " + Page.number(worst) + " s", worst <= 0.5);
        page.target(STEADY, "≤ 60 % of one core", Page.number(share) + " %", share <= 60);
        long grown = heap.live() - heapBefore.live();
        page.target(STEADY, "no growth of heap", heapBefore.live() + " → " + heap.live() + " MiB", grown <= 2);
    }
}
