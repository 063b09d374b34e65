package org.campaignstatus.bench;

import java.time.Duration;

/**
 * A long time at 1,000 events a second from JMS, with four receivers, of which one dies and comes back again and again:
 * whether the program needs as much at the end as at the beginning. It is measured at the end of each cycle, when all
 * receivers are back.
 */
final class SoakWork implements Work {

    private static final String QUEUE = "bench.soak";
    private static final int GROUPS = 1000;
    private static final int RECEIVERS = 4;
    private static final int MORTAL = 3;
    private static final int CYCLES = 20;

    /** More than it takes until the program is warm, and to measure it at the end of each cycle. */
    private static final int SPARE_SECONDS = 900;

    /** Until a collection and the count of what came are over, which disturb the program. */
    private static final Duration SETTLING = Duration.ofSeconds(1);

    @Override
    public void run(Bench bench) throws Exception {
        Duration time = Duration.ofSeconds(bench.scale().soak());
        ProgramFolder folder = bench.program("program")
                .configured(
                        GROUPS,
                        group -> "\"campaigngroup-states-uri\":\""
                                + bench.receiver().uri(group % RECEIVERS) + '"');
        try (Broker broker = new Broker(folder.path().resolve("broker"), bench.scale())) {
            folder.takingFrom(broker, QUEUE);
            bench.receiver().clear();
            try (Child program = folder.start()) {
                SoakSender sender = new SoakSender(
                        broker, QUEUE, GROUPS, bench.scale().of(1000, 200), (int) time.toSeconds() + SPARE_SECONDS);
                soak(bench, program, sender, time);
            }
        }
    }

    private static void soak(Bench bench, Child program, SoakSender sender, Duration time) throws Exception {
        SoakSamples samples = new SoakSamples(sender, GROUPS, group -> group % RECEIVERS == MORTAL);
        int cycles = bench.scale().of(CYCLES, 3);
        sender.awaitCaughtUp(bench.receiver());
        for (int cycle = 0; cycle < cycles; cycle++) {
            cycle(bench.receiver(), program, samples, time.dividedBy(cycles));
        }
        sender.stop();
        samples.checkEnd(bench.receiver(), program);
        samples.report(bench.page(), time);
    }

    private static void cycle(Receiver receiver, Child program, SoakSamples samples, Duration length) throws Exception {
        long from = System.nanoTime();
        sleepUntil(from + SETTLING.toNanos());
        long settled = System.nanoTime();
        sleepUntil(from + length.dividedBy(3).toNanos());
        receiver.kill(MORTAL);
        sleepUntil(from + length.multipliedBy(2).dividedBy(3).toNanos());
        receiver.revive(MORTAL);
        long back = System.nanoTime();
        sleepUntil(from + length.toNanos());
        samples.add(program, receiver.arrivals(), settled, back);
    }

    private static void sleepUntil(long nanos) throws InterruptedException {
        Thread.sleep(Math.max(0, Duration.ofNanos(nanos - System.nanoTime()).toMillis()));
    }
}
