package org.campaignstatus.bench;

import java.util.List;

/** A receiver that takes 100 ms for each answer, with as many connections as there are to be. */
final class SlowReceiverWork implements Work {

    private static final String TITLE = "receiver taking 100 ms, pool of 200";
    private static final int POOL = 200;
    private static final long DELAY = 100;

    @Override
    public void run(Bench bench) throws Exception {
        Series series = new Series("program", "events/s");
        double most = POOL * 1000.0 / DELAY;
        int each = bench.scale().of(40, 2);
        int groups = bench.scale().groups();
        ProgramFolder folder =
                bench.program("program").configured(groups, bench.receiver().uri(0));
        folder.with("http-connection-pool-size", POOL);
        bench.receiver().delay(0, DELAY);
        try (Child program = folder.start()) {
            for (int round = 0; round < bench.scale().rounds(3); round++) {
                int from = Job.FIRST + round * each;
                Meter meter = Meter.start(bench.receiver(), program);
                folder.handIn(groups, from, each);
                meter.stop(groups * each, 0.5, series).check(groups, from, each);
            }
            series.addMemory(program);
        } finally {
            bench.receiver().delay(0, 0);
        }
        bench.page()
                .work(
                        TITLE,
                        "40,000 events of 1,000 campaign groups in a file, measured without the first half.",
                        List.of(series));
        double reached = series.median() / most;
        bench.page().target(TITLE, "≥ 0.95 of 2,000/s", Page.number(reached), reached >= 0.95);
    }
}
