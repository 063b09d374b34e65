package org.campaignstatus.bench;

import java.util.List;

/** Whether a message costs more the more campaign groups there are. */
final class CostWork implements Work {

    private static final String TITLE = "cost per message, 100 → 100,000 campaign groups";
    private static final int FEW = 100;

    @Override
    public void run(Bench bench) throws Exception {
        int many = bench.scale().of(100_000, 1_000);
        Series ofFew = new Series("program, 100 campaign groups", "events/s");
        Series ofMany = new Series("program, 100,000 campaign groups", "events/s");
        ProgramFolder small =
                bench.program("few").configured(FEW, bench.receiver().uri(0));
        ProgramFolder large =
                bench.program("many").configured(many, bench.receiver().uri(0));
        try (Child few = small.start();
                Child lot = large.start()) {
            int warm = bench.scale().of(2, 0);
            for (int round = 0; round < warm + bench.scale().rounds(3); round++) {
                boolean isWarm = round >= warm;
                run(bench.receiver(), small, few, FEW, many / FEW, round, isWarm ? ofFew : Series.warmingUp());
                run(bench.receiver(), large, lot, many, 1, round, isWarm ? ofMany : Series.warmingUp());
            }
            ofFew.addMemory(few);
            ofMany.addMemory(lot);
        }
        bench.page()
                .work(
                        TITLE,
                        "100,000 events a round for each, in a file, spread over all campaign groups, after two rounds to warm up; state in SQLite.",
                        List.of(ofFew, ofMany));
        double ratio = ofMany.cpu() / ofFew.cpu();
        bench.page().target(TITLE, "CPU a message flat within 15 %", "× " + Page.number(ratio), ratio <= 1.15);
    }

    private static void run(
            Receiver receiver, ProgramFolder folder, Child program, int groups, int each, int round, Series series)
            throws Exception {
        int from = Job.FIRST + round * each;
        Meter meter = Meter.start(receiver, program);
        folder.handIn(groups, from, each);
        meter.stop(groups * each, series).check(groups, from, each);
    }
}
