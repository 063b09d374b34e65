package org.campaignstatus.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.campaignstatus.lifecycle.StateUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What several threads write while one of them is committing shares the next transaction. */
class GroupCommitTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<List<Integer>> transactions = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch firstMayEnd = new CountDownLatch(1);

    /** Answers each number with ten times that; holds the first transaction up. */
    private final GroupCommit<Integer, Integer> commits = new GroupCommit<>(numbers -> {
        transactions.add(numbers);
        if (transactions.size() == 1) {
            awaitFirst();
        }
        if (numbers.contains(13)) {
            throw new StateUnavailableException("no thirteen", null);
        }
        if (numbers.contains(15)) {
            throw new ArithmeticException("fifteen");
        }
        if (numbers.contains(17)) {
            throw new AssertionError("an error on purpose");
        }
        return numbers.stream().map(number -> 10 * number).toList();
    });

    @AfterEach
    void end() {
        firstMayEnd.countDown();
        threads.shutdownNow();
    }

    private void awaitFirst() {
        try {
            firstMayEnd.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private CompletableFuture<Integer> write(int number) {
        return CompletableFuture.supplyAsync(() -> commits.write(number), threads);
    }

    /** Begins a transaction that lasts until {@link #firstMayEnd}. */
    private CompletableFuture<Integer> first(int number) {
        CompletableFuture<Integer> first = write(number);
        await().until(() -> transactions.size() == 1);
        return first;
    }

    /** Waits until so many threads wait for the first transaction. */
    private void awaitWaiting(int count) {
        await().until(() -> Thread.getAllStackTraces().values().stream()
                        .filter(stack -> List.of(stack).stream()
                                .anyMatch(frame -> frame.getClassName().equals(GroupCommit.class.getName())
                                        && frame.getMethodName().equals("await")))
                        .count()
                == count);
    }

    @Test
    void sharesATransactionAndAnswersEachItsOwn() {
        CompletableFuture<Integer> first = first(0);
        List<CompletableFuture<Integer>> others =
                IntStream.rangeClosed(1, 9).mapToObj(this::write).toList();
        awaitWaiting(9);

        firstMayEnd.countDown();

        assertThat(first.join()).isZero();
        assertThat(others.stream().map(CompletableFuture::join)).containsExactly(10, 20, 30, 40, 50, 60, 70, 80, 90);
        assertThat(transactions).hasSize(2);
    }

    @Test
    void failsForAllOfATransactionAndForNobodyElse() {
        CompletableFuture<Integer> first = first(1);
        CompletableFuture<Integer> bad = write(13);
        CompletableFuture<Integer> neighbour = write(2);
        awaitWaiting(2);

        firstMayEnd.countDown();

        assertThat(first.join()).isEqualTo(10);
        assertThatThrownBy(bad::join).hasCauseInstanceOf(StateUnavailableException.class);
        assertThatThrownBy(neighbour::join).hasCauseInstanceOf(StateUnavailableException.class);
        assertThat(commits.write(3)).isEqualTo(30);
    }

    @Test
    void whatCannotBeWrittenFailsAlone() {
        CompletableFuture<Integer> first = first(1);
        CompletableFuture<Integer> before = write(2);
        CompletableFuture<Integer> bad = write(15);
        CompletableFuture<Integer> after = write(3);
        awaitWaiting(3);

        firstMayEnd.countDown();

        assertThat(first.join()).isEqualTo(10);
        assertThatThrownBy(bad::join).hasCauseInstanceOf(ArithmeticException.class);
        assertThat(before.join()).isEqualTo(20);
        assertThat(after.join()).isEqualTo(30);
        assertThat(commits.write(4)).isEqualTo(40);
    }

    @Test
    void leavesNobodyWaitingWhenATransactionIsBrokenOff() {
        CompletableFuture<Integer> first = first(1);
        CompletableFuture<Integer> bad = write(17);
        CompletableFuture<Integer> neighbour = write(2);
        awaitWaiting(2);

        firstMayEnd.countDown();

        first.join();
        assertThatThrownBy(bad::join).isInstanceOf(CompletionException.class);
        assertThatThrownBy(neighbour::join).isInstanceOf(CompletionException.class);
        assertThat(commits.write(3)).isEqualTo(30);
    }

    @Test
    void endsWhatItBeganAlsoWhenInterrupted() throws Exception {
        CompletableFuture<Integer> first = first(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            commits.write(2);
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        waiting.start();
        awaitWaiting(1);

        waiting.interrupt();
        firstMayEnd.countDown();

        assertThat(interrupted.join()).isTrue();
        assertThat(first.join()).isEqualTo(10);
        assertThat(transactions).containsExactly(List.of(1), List.of(2));
    }
}
