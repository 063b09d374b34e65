package org.campaignstatus.bench;

import java.util.List;
import java.util.stream.Stream;

/**
 * Ten receivers, of which one is silent until the time-out and one takes a second: what the other eight feel of it. A
 * lane waits behind the two, so the events for them are not counted, only those for the other eight.
 */
final class TroubleWork implements Work {

    private static final String TITLE = "10 receivers, one silent, one taking 1 s";
    private static final String QUEUE = "bench.trouble";
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
        for (int round = 0; round < bench.scale().rounds(3); round++) {
            lines(bench, rate);
            latency(bench, late);
            bench.receiver().delay(SILENT, 3_600_000);
            bench.receiver().delay(SLOW, 1_000);
            lines(bench, troubledRate);
            latency(bench, troubledLate);
            bench.receiver().delay(SILENT, 0);
            bench.receiver().delay(SLOW, 0);
        }
        bench.page()
                .work(
                        TITLE,
                        "1,000 campaign groups, a tenth for each receiver; by file, of 80,000 events 400 are for the two and "
                                + "come first; by JMS, a tenth for each. Measured without the first half.",
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

    private static void lines(Bench bench, Series series) throws Exception {
        int each = bench.scale().of(100, 3);
        ProgramFolder folder = folder(bench);
        bench.receiver().clear();
        try (Child program = folder.start()) {
            folder.handIn(Stream.concat(
                    Job.events(GROUPS, Job.FIRST, 2, group -> !isGood(group)),
                    Job.events(GROUPS, Job.FIRST, each, TroubleWork::isGood)));
            int good = GROUPS / Receiving.PORTS * SILENT * each;
            series.add(told(bench, good, each).rate(0.5));
            series.addMemory(program);
        }
    }

    private static void latency(Bench bench, Series series) throws Exception {
        int count = bench.scale().of(20_000, 2_000);
        ProgramFolder folder = folder(bench);
        try (Broker broker = new Broker(folder.path().resolve("broker"), bench.scale())) {
            folder.takingFrom(broker, QUEUE);
            bench.receiver().clear();
            try (Child program = folder.start()) {
                long[] sent = broker.send(QUEUE, GROUPS, count, MILLISECOND);
                Arrivals arrivals = told(bench, count / Receiving.PORTS * SILENT, count / GROUPS);
                series.add(Latency.of(arrivals, sent, GROUPS, count / 2).at(0.99));
                series.addMemory(program);
            }
        }
    }

    /** @return what the other eight were told, once it is all and has been checked */
    private static Arrivals told(Bench bench, int good, int each) throws Exception {
        bench.receiver().await(SILENT, good);
        Arrivals arrivals = bench.receiver().arrivals().where(one -> isGood(one.group()));
        return arrivals.check(TroubleWork::isGood, GROUPS, Job.FIRST, each);
    }
}
