package org.campaignstatus.bench;

import java.util.List;

/** One event in a file of its own, which is kept when it has been worked through. */
final class FilesWork implements Work {

    private static final String TITLE = "one event per file, kept in `.done`";

    @Override
    public void run(Bench bench) throws Exception {
        Series series = new Series("program", "files/s");
        int each = bench.scale().of(30, 2);
        int warm = bench.scale().of(5, 0);
        int groups = bench.scale().groups();
        ProgramFolder folder =
                bench.program("program").configured(groups, bench.receiver().uri(0));
        try (Child program = folder.start()) {
            for (int round = 0; round < warm + bench.scale().rounds(3); round++) {
                int from = Job.FIRST + round * each;
                Meter meter = Meter.start(bench.receiver(), program);
                folder.handInFiles(groups, from, each);
                meter.stop(groups * each, round < warm ? Series.warmingUp() : series)
                        .check(groups, from, each);
                folder.awaitDone((round + 1) * groups * each);
            }
            series.addMemory(program);
        }
        bench.page()
                .work(
                        TITLE,
                        "30,000 files that are handed in at once, after five times as many to warm up; state in SQLite.",
                        List.of(series));
        bench.page().target(TITLE, "≥ 6,000/s", Page.number(series.median()) + "/s", series.median() >= 6_000);
        bench.page().target(TITLE, "CPU a file ≤ 300 µs", Page.number(series.cpu()) + " µs", series.cpu() <= 300);
    }
}
