package org.campaignstatus.bench;

import java.util.List;

/** One event in a file of its own, which is kept when it has been worked through. All wait when the program starts. */
final class FilesWork implements Work {

    private static final String TITLE = "one event per file, kept in `.done`";

    @Override
    public void run(Bench bench) throws Exception {
        Series series = new Series("program", "files/s");
        int each = bench.scale().of(40, 2);
        int groups = bench.scale().groups();
        for (int round = 0; round < bench.scale().rounds(3); round++) {
            ProgramFolder folder =
                    bench.program("program").configured(groups, bench.receiver().uri(0));
            folder.handInFiles(groups, Job.FIRST, each);
            bench.receiver().clear();
            try (Child program = folder.start()) {
                Meter.running(bench.receiver(), program)
                        .stop(groups * each, 0.5, series)
                        .check(groups, Job.FIRST, each);
                series.addMemory(program);
                folder.awaitDone(groups * each);
            }
        }
        bench.page()
                .work(
                        TITLE,
                        "40,000 files that are there when the program starts, measured without the first half, "
                                + "in which it warms up; state in SQLite.",
                        List.of(series));
        bench.page().target(TITLE, "≥ 6,000/s", Page.number(series.median()) + "/s", series.median() >= 6_000);
        bench.page().target(TITLE, "CPU a file ≤ 300 µs", Page.number(series.cpu()) + " µs", series.cpu() <= 300);
    }
}
