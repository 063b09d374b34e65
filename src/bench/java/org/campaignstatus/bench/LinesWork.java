package org.campaignstatus.bench;

import java.util.List;

/** Events in a {@code .jsonl} file, and their order kept. */
final class LinesWork implements Work {

    private static final String TITLE = "`.jsonl`, order for each campaign group";

    @Override
    public void run(Bench bench) throws Exception {
        Series series = new Series("program", "events/s");
        int each = bench.scale().of(100, 3);
        int warm = bench.scale().of(2, 0);
        int groups = bench.scale().groups();
        ProgramFolder folder =
                bench.program("program").configured(groups, bench.receiver().uri(0));
        try (Child program = folder.start()) {
            for (int round = 0; round < warm + bench.scale().rounds(5); round++) {
                Series measured = round < warm ? Series.warmingUp() : series;
                run(bench.receiver(), folder, program, measured, groups, Job.FIRST + round * each, each);
            }
            series.addMemory(program);
        }
        bench.page()
                .work(
                        TITLE,
                        "A file of 100,000 events of 1,000 campaign groups, after two to warm up; state in SQLite.",
                        List.of(series));
        bench.page().target(TITLE, "≥ 25,000/s", Page.number(series.median()) + "/s", series.median() >= 25_000);
        bench.page().target(TITLE, "CPU an event ≤ 65 µs", Page.number(series.cpu()) + " µs", series.cpu() <= 65);
    }

    private static void run(
            Receiver receiver, ProgramFolder folder, Child program, Series series, int groups, int from, int each)
            throws Exception {
        Meter meter = Meter.start(receiver, program);
        folder.handIn(groups, from, each);
        meter.stop(groups * each, series).check(groups, from, each);
    }
}
