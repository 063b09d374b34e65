package org.campaignstatus.bench;

import java.io.IOException;
import java.util.List;

/**
 * The routes {@code notify} and {@code post} against the limit and against the peer, eight threads each. The report of an
 * event is what goes in, which the program's database has remembered before; so no subject has to do that here.
 */
final class NotifyWork implements Work {

    private static final String TITLE = "notify + post, 8 threads";

    /** Rounds before it is measured: after fewer of them, the compiler is still at work in all of the subjects. */
    private static final int WARM_ROUNDS = 3;

    /** Of each campaign group in a round. */
    private static final int WARMING = 150;

    private static final int MEASURED = 75;

    private final Series limit = new Series("limit: HttpClient in a bare loop", "messages/s");
    private final Series program = new Series("program", "messages/s");
    private final Series peer = new Series("peer: Spring Integration, with equal duties", "messages/s");

    @Override
    public void run(Bench bench) throws Exception {
        Receiver receiver = bench.receiver();
        try (Child limitProcess = limit(bench);
                Child programProcess = program(bench);
                Child peerProcess = peer(bench)) {
            int groups = bench.scale().groups();
            int warm = bench.scale().of(WARM_ROUNDS, 0);
            int from = Job.FIRST;
            for (int round = -warm; round < bench.scale().rounds(7); round++) {
                boolean isWarm = round >= 0;
                int each = bench.scale().of(isWarm ? MEASURED : WARMING, 3);
                run(receiver, limitProcess, isWarm ? limit : Series.warmingUp(), groups, from, each);
                run(receiver, programProcess, isWarm ? program : Series.warmingUp(), groups, from, each)
                        .checkHeaders();
                run(receiver, peerProcess, isWarm ? peer : Series.warmingUp(), groups, from, each)
                        .checkHeaders();
                from += each;
            }
            limit.addMemory(limitProcess);
            program.addMemory(programProcess);
            peer.addMemory(peerProcess);
        }
        bench.page()
                .work(
                        TITLE,
                        "Reports of 1,000 campaign groups, each sent once the one before it was answered; measured are seven "
                                + "times 75,000 after 450,000 of them, when the compiler is done. No subject remembers events here: the program "
                                + "has done it before its route notify. The peer sends the same headers, limits the time for "
                                + "the whole answer, and counts by outcome.",
                        List.of(limit, program, peer));
        judge(bench.page());
    }

    /** @return the limit, with its messages going to the first port */
    static Child limit(Bench bench) throws IOException {
        return ready(bench.program("limit").peer(Limit.class, bench.receiver().uri(0)));
    }

    private static Child program(Bench bench) throws IOException {
        return ready(configured(bench, "program").start(Notifying.class));
    }

    private static Child peer(Bench bench) throws IOException {
        return ready(configured(bench, "peer").peer(Peer.class));
    }

    private static ProgramFolder configured(Bench bench, String name) throws IOException {
        return bench.program(name)
                .configured(bench.scale().groups(), bench.receiver().uri(0));
    }

    private static Child ready(Child child) {
        child.await("= ready");
        return child;
    }

    static Arrivals run(Receiver receiver, Child subject, Series series, int groups, int from, int each)
            throws Exception {
        Meter meter = Meter.start(receiver, subject);
        subject.tell(groups + " " + from + " " + each);
        subject.await("= done");
        return meter.stop(groups * each, series).check(groups, from, each);
    }

    private void judge(Page page) {
        double ofLimit = program.median() / limit.median();
        page.target(TITLE, "≥ 0.80 of the limit", Page.number(ofLimit), ofLimit >= 0.8);
        double cpu = program.cpu() / limit.cpu();
        page.target(TITLE, "CPU a message ≤ 1.5 × the limit's", Page.number(cpu), cpu <= 1.5);
        page.target(TITLE, "CPU a message ≤ 20 µs", Page.number(program.cpu()) + " µs", program.cpu() <= 20);
        double ofPeer = program.median() / peer.median();
        page.target(TITLE, "≥ 1.3 × the peer", Page.number(ofPeer), ofPeer >= 1.3);
    }
}
