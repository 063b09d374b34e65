package org.campaignstatus.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Patience.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/** What holds for any number of senders, campaign groups, servers and connections. */
@Tag("endurance")
final class LanesPropertiesTest {

    private static final int SENDERS = 3;
    private static final ExecutorService EXECUTOR = Executors.newCachedThreadPool();

    /** A task of a campaign group, and how long it takes in the rough. */
    record Step(int campaignGroup, int yields) {}

    @AfterContainer
    static void stop() {
        EXECUTOR.shutdownNow();
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void everyTaskIsRunOnceInTheOrderOfItsCampaignGroupWithinTheLimits(
            @ForAll("steps") List<Step> steps,
            @ForAll @IntRange(min = 1, max = 3) int servers,
            @ForAll @IntRange(min = 1, max = 3) int connections)
            throws Exception {
        Map<String, AtomicInteger> underWay = new ConcurrentHashMap<>();
        Map<Integer, List<Integer>> ran = new ConcurrentHashMap<>();
        List<String> broken = new CopyOnWriteArrayList<>();
        CountDownLatch all = new CountDownLatch(steps.size());
        Lanes lanes = new Lanes(group -> new LaneTarget("server" + group % servers, connections), EXECUTOR);

        sendFromSeveralThreads(steps, (number, step) -> {
            lanes.submit(step.campaignGroup(), () -> {
                AtomicInteger here =
                        underWay.computeIfAbsent("server" + step.campaignGroup() % servers, s -> new AtomicInteger());
                if (here.incrementAndGet() > connections) {
                    broken.add("more under way than there are connections");
                }
                for (int i = 0; i < step.yields(); i++) {
                    Thread.yield();
                }
                ran.computeIfAbsent(step.campaignGroup(), g -> new CopyOnWriteArrayList<>())
                        .add(number);
                here.decrementAndGet();
                all.countDown();
            });
        });

        await().until(() -> all.getCount() == 0);
        assertThat(broken).isEmpty();
        assertThat(ran).isEqualTo(numbersByCampaignGroup(steps));
    }

    private interface Sending {
        void send(int number, Step step) throws InterruptedException;
    }

    /** All steps of one campaign group by the same thread, because their order is what counts. */
    private static void sendFromSeveralThreads(List<Step> steps, Sending sending) throws InterruptedException {
        List<Thread> senders = new ArrayList<>();
        for (int sender = 0; sender < SENDERS; sender++) {
            int own = sender;
            Thread thread = new Thread(() -> {
                try {
                    for (int number = 0; number < steps.size(); number++) {
                        if (steps.get(number).campaignGroup() % SENDERS == own) {
                            sending.send(number, steps.get(number));
                        }
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            senders.add(thread);
            thread.start();
        }
        for (Thread sender : senders) {
            sender.join();
        }
    }

    private static Map<Integer, List<Integer>> numbersByCampaignGroup(List<Step> steps) {
        Map<Integer, List<Integer>> numbers = new ConcurrentHashMap<>();
        for (int number = 0; number < steps.size(); number++) {
            numbers.computeIfAbsent(steps.get(number).campaignGroup(), group -> new ArrayList<>())
                    .add(number);
        }
        return numbers;
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 12),
                        Arbitraries.integers().between(0, 20))
                .as(Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(200);
    }
}
