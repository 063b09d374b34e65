package org.campaignstatus.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Persistent messages that wait in a queue when the program starts; measured is the second half, when it is warm. Each
 * run has a queue and a database of its own.
 */
final class JmsWork implements Work {

    private static final String TITLE = "JMS, persistent messages";

    private enum Subject {
        SQLITE("program, state in SQLite, 8 consumers, JMSXGroupID set by the producer", 8, true, 1),
        MEMORY("program, state in memory, 8 consumers, JMSXGroupID set by the producer", 8, true, 1),
        SQLITE_ONE("program, state in SQLite, 1 consumer, as shipped", 1, false, 1),
        SQLITE_ORDERED(
                "program, state in SQLite, 8 consumers, ordered by the second queue; half of the events", 8, false, 2),
        PEER("peer, transacted, state in SQLite, 8 consumers, JMSXGroupID set by the producer", 8, true, 1);

        private final String title;
        private final int consumers;
        private final boolean grouped;
        private final int part;

        /** @param part of how many parts of the events it gets one */
        Subject(String title, int consumers, boolean grouped, int part) {
            this.title = title;
            this.consumers = consumers;
            this.grouped = grouped;
            this.part = part;
        }

        Child start(ProgramFolder folder, Broker broker, String queue) throws Exception {
            if (this == PEER) {
                return folder.peer(Peer.class, broker.url(), queue);
            }
            folder.takingFrom(broker, queue)
                    .with("lifecycle.jms.consumers", consumers)
                    .with("lifecycle.jms.ordered", grouped ? "false" : "auto");
            return this == MEMORY ? folder.start(InMemory.class) : folder.start();
        }
    }

    @Override
    public void run(Bench bench) throws Exception {
        int groups = bench.scale().groups();
        // with fewer, the compiler of a slow machine is still at work in the half that is measured
        int each = bench.scale().of(150, 3);
        Map<Subject, Series> all = new LinkedHashMap<>();
        try (Broker broker = new Broker(bench.folder().resolve("broker"), bench.scale())) {
            for (int round = 0; round < bench.scale().rounds(2); round++) {
                for (Subject subject : Subject.values()) {
                    Series series = all.computeIfAbsent(subject, it -> new Series(it.title, "events/s"));
                    run(bench, broker, subject, groups, bench.scale().of(each / subject.part, each), round, series);
                }
            }
        }
        bench.page()
                .work(
                        TITLE,
                        "150,000 events of 1,000 campaign groups, with ids, that wait in the queue of a broker "
                                + "in a process of its own when the subject starts; measured without the first half, in which it "
                                + "warms up. A queue with message groups is dispatched once all consumers are there. The peer drops "
                                + "what came before, saves the state of the campaign group before it sends, sends the same "
                                + "headers, limits the time for the whole answer, and counts by outcome.",
                        new ArrayList<>(all.values()));
        judge(bench.page(), all);
    }

    private static void run(Bench bench, Broker broker, Subject subject, int groups, int each, int round, Series series)
            throws Exception {
        String queue = (subject.grouped ? Broker.GROUPED : "bench.") + subject + "." + round;
        broker.fill(queue, groups, Job.FIRST, each, subject.grouped);
        ProgramFolder folder =
                bench.program("program").configured(groups, bench.receiver().uri(0));
        bench.receiver().clear();
        try (Child program = subject.start(folder, broker, queue)) {
            Meter.running(bench.receiver(), program)
                    .stop(groups * each, 0.5, series)
                    .check(groups, Job.FIRST, each)
                    .checkHeaders();
            series.addMemory(program);
        }
    }

    private static void judge(Page page, Map<Subject, Series> all) {
        double one = all.get(Subject.SQLITE_ONE).median();
        page.target(TITLE + ", 1 consumer", "≥ 8,000/s", Page.number(one) + "/s", one >= 8000);
        double reached = all.get(Subject.SQLITE).median();
        page.target(TITLE + ", 8 consumers", "≥ 8,000/s", Page.number(reached) + "/s", reached >= 8000);
        double ordered = all.get(Subject.SQLITE_ORDERED).median();
        page.target(TITLE + ", ordered by the second queue", "≥ 5,000/s", Page.number(ordered) + "/s", ordered >= 5000);
        double ratio = reached / all.get(Subject.MEMORY).median();
        page.target(
                TITLE + ", 8 consumers", "≥ 0.8 of the same with state in memory", Page.number(ratio), ratio >= 0.8);
        double ofPeer = reached / all.get(Subject.PEER).median();
        page.target(TITLE + ", 8 consumers", "≥ 2 × the peer", Page.number(ofPeer), ofPeer >= 2);
    }
}
