package org.campaignstatus.bench;

import java.util.List;

/** How long an event takes to its receiver when there is time enough for each. */
final class LatencyWork implements Work {

    private static final String TITLE = "latency at 1,000 events/s from JMS";
    private static final String QUEUE = "bench.latency";
    private static final int GROUPS = 1000;
    private static final long MILLISECOND = 1_000_000;

    @Override
    public void run(Bench bench) throws Exception {
        Series half = new Series("program, p50", "ms");
        Series most = new Series("program, p99", "ms");
        for (int round = 0; round < bench.scale().rounds(3); round++) {
            Latency latency = run(bench, most);
            half.add(latency.at(0.5));
            most.add(latency.at(0.99));
        }
        bench.page()
                .work(
                        TITLE,
                        "From the sender through the broker's journal to the receiver, so more than from the "
                                + "arrival in the program on; persistent messages, 1 consumer, state in SQLite; "
                                + "20,000 events, after 60,000 that came as fast as they go, and 5,000 at this rate: what is compiled "
                                + "for the one is compiled anew for the other.",
                        List.of(half, most));
        bench.page().target(TITLE, "p50 ≤ 2 ms", Page.number(half.median()) + " ms", half.median() <= 2);
        bench.page().target(TITLE, "p99 ≤ 10 ms", Page.number(most.median()) + " ms", most.median() <= 10);
    }

    private static Latency run(Bench bench, Series memory) throws Exception {
        int warm = bench.scale().of(60, 1);
        int settling = bench.scale().of(5, 1);
        int each = settling + bench.scale().of(20, 1);
        ProgramFolder folder =
                bench.program("program").configured(GROUPS, bench.receiver().uri(0));
        try (Broker broker = new Broker(folder.path().resolve("broker"), bench.scale())) {
            folder.takingFrom(broker, QUEUE);
            bench.receiver().clear();
            try (Child program = folder.start()) {
                broker.send(QUEUE, GROUPS, Job.FIRST, GROUPS * warm, 0);
                bench.receiver().await(GROUPS * warm);
                long[] sent = broker.send(QUEUE, GROUPS, Job.FIRST + warm, GROUPS * each, MILLISECOND);
                bench.receiver().await(GROUPS * (warm + each));
                Arrivals arrivals = bench.receiver().arrivals().check(GROUPS, Job.FIRST, warm + each);
                memory.addMemory(program);
                return Latency.of(arrivals, sent, GROUPS, Job.FIRST + warm, GROUPS * settling);
            }
        }
    }
}
