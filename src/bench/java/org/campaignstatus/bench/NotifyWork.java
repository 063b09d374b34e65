package org.campaignstatus.bench;

import java.io.IOException;
import java.util.List;

/** The routes {@code notify} and {@code post} against the limit and against the peer, eight threads each. */
final class NotifyWork implements Work {

    private static final String TITLE = "notify + post, 8 threads";
    private static final int GROUPS = 1000;
    private static final Series WARMING_UP = new Series("warming up", "");

    private final Series limit = new Series("limit: HttpClient in a bare loop", "messages/s");
    private final Series program = new Series("program", "messages/s");
    private final Series peer = new Series("peer: Spring Integration", "messages/s");

    @Override
    public void run(Bench bench) throws Exception {
        Receiver receiver = bench.receiver();
        try (Child limitProcess = limit(bench);
                Child programProcess = ready(bench, "program", false);
                Child peerProcess = ready(bench, "peer", true)) {
            int each = bench.scale().of(150, 3);
            int from = Job.FIRST;
            if (!bench.scale().small()) {
                run(receiver, limitProcess, WARMING_UP, from, each);
                run(receiver, programProcess, WARMING_UP, from, each);
                run(receiver, peerProcess, WARMING_UP, from, each);
                from += each;
            }
            for (int round = 0; round < bench.scale().rounds(7); round++) {
                run(receiver, limitProcess, limit, from, each);
                run(receiver, programProcess, program, from, each);
                run(receiver, peerProcess, peer, from, each);
                from += each;
            }
            limit.addMemory(limitProcess);
            program.addMemory(programProcess);
            peer.addMemory(peerProcess);
        }
        bench.page()
                .work(
                        TITLE,
                        "Reports of 1,000 campaign groups, each sent once the one before it was answered.",
                        List.of(limit, program, peer));
        judge(bench.page());
    }

    /** @return the limit, with its messages going to the first port */
    static Child limit(Bench bench) throws IOException {
        Child limit = bench.program("limit").peer(Limit.class, bench.receiver().uri(0));
        limit.await("= ready");
        return limit;
    }

    private static Child ready(Bench bench, String name, boolean peer) throws IOException {
        ProgramFolder folder =
                bench.program(name).configured(GROUPS, bench.receiver().uri(0));
        Child child = peer ? folder.peer(Peer.class) : folder.start(Notifying.class);
        child.await("= ready");
        return child;
    }

    private static void run(Receiver receiver, Child subject, Series series, int from, int each) throws Exception {
        run(receiver, subject, series, GROUPS, from, each);
    }

    static void run(Receiver receiver, Child subject, Series series, int groups, int from, int each) throws Exception {
        Meter meter = Meter.start(receiver, subject);
        subject.tell(groups + " " + from + " " + each);
        subject.await("= done");
        meter.stop(groups * each, series).check(groups, from, each);
    }

    private void judge(Page page) {
        double ofLimit = program.median() / limit.median();
        page.target(TITLE, "≥ 0.80 of the limit", Page.number(ofLimit), ofLimit >= 0.8);
        double cpu = program.cpu() / limit.cpu();
        page.target(TITLE, "CPU a message ≤ 1.5 × the limit's", Page.number(cpu), cpu <= 1.5);
        double ofPeer = program.median() / peer.median();
        page.target(TITLE, "≥ 1.5 × the peer", Page.number(ofPeer), ofPeer >= 1.5);
    }
}
