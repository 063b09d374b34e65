package org.campaignstatus.bench;

import java.util.List;
import java.util.stream.Stream;

/**
 * Ten receivers, of which one is silent until the time-out and one takes a second: what the other eight feel of it. A
 * lane waits behind the two, so the events for them are not counted, only those for the other eight.
 */
final class TroubleWork implements Work {

    private static final String TITLE = "10 receivers, one silent, one taking 1 s";
    private static final String QUEUE = "bench.trouble.";
    private static final int GROUPS = 1000;
    private static final int SILENT = 8;
    private static final int SLOW = 9;
    private static final long MILLISECOND = 1_000_000;

    private final Series rate = new Series("the other eight, without trouble, by a file", "events/s");
    private final Series troubledRate = new Series("the other eight, with trouble, by a file", "events/s");
    private final Series late = new Series("p99 of the other eight, without trouble, 1,000 events/s by JMS", "ms");
    private final Series troubledLate = new Series("p99 of the other eight, with trouble, 1,000 events/s by JMS", "ms");

    @Override
    public void run(Bench bench) throws Exception {
        try (Broker broker = new Broker(bench.folder().resolve("broker"), bench.scale())) {
            for (int round = 0; round < bench.scale().rounds(3); round++) {
                run(bench, broker, QUEUE + round, rate, late);
                bench.receiver().delay(SILENT, 3_600_000);
                bench.receiver().delay(SLOW, 1_000);
                run(bench, broker, QUEUE + "troubled." + round, troubledRate, troubledLate);
                bench.receiver().delay(SILENT, 0);
                bench.receiver().delay(SLOW, 0);
            }
        }
        bench.page()
                .work(
                        TITLE,
                        "1,000 campaign groups, a tenth for each receiver; by file, of 48,400 events 400 are for the two and "
                                + "come first; then by JMS, 16,000, a tenth for each. Measured without the first half of both.",
                        List.of(rate, troubledRate, late, troubledLate));
        double through = troubledRate.median() / rate.median();
        bench.page().target(TITLE, "the other eight: throughput ≥ 0.9", Page.number(through), through >= 0.9);
        double p99 = troubledLate.median() / late.median();
        bench.page().target(TITLE, "the other eight: p99 ≤ 2 ×", Page.number(p99), p99 <= 2);
    }

    private static boolean isGood(int group) {
        return group % Receiving.PORTS < SILENT;
    }

    private static ProgramFolder folder(Bench bench) throws Exception {
        return bench.program("program")
                .configured(
                        GROUPS,
                        group -> "\"campaigngroup-states-uri\":\""
                                + bench.receiver().uri(group % Receiving.PORTS) + '"');
    }

    /** First a file, which the program warms up with, too, and then the queue. */
    private static void run(Bench bench, Broker broker, String queue, Series rate, Series late) throws Exception {
        ProgramFolder folder = folder(bench).takingFrom(broker, queue);
        bench.receiver().clear();
        try (Child program = folder.start()) {
            int each = bench.scale().of(60, 3);
            rate.add(lines(bench, folder, each));
            rate.addMemory(program);
            bench.receiver().clear();
            late.add(latency(bench, broker, queue, Job.FIRST + each));
            late.addMemory(program);
        }
    }

    private static double lines(Bench bench, ProgramFolder folder, int each) throws Exception {
        folder.handIn(Stream.concat(
                Job.events(GROUPS, Job.FIRST, 2, group -> !isGood(group)),
                Job.events(GROUPS, Job.FIRST, each, TroubleWork::isGood)));
        return told(bench, Job.FIRST, each).rate(0.5);
    }

    private static double latency(Bench bench, Broker broker, String queue, int from) throws Exception {
        int each = bench.scale().of(16, 2);
        int count = each * GROUPS;
        long[] sent = broker.send(queue, GROUPS, from, count, MILLISECOND);
        return Latency.of(told(bench, from, each), sent, GROUPS, from, count / 2)
                .at(0.99);
    }

    /** @return what the other eight were told, once it is all and has been checked */
    private static Arrivals told(Bench bench, int from, int each) throws Exception {
        bench.receiver().await(SILENT, GROUPS / Receiving.PORTS * SILENT * each);
        Arrivals arrivals = bench.receiver().arrivals().where(one -> isGood(one.group()));
        return arrivals.check(TroubleWork::isGood, GROUPS, from, each);
    }
}
