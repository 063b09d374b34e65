package org.campaignstatus.database;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.campaignstatus.lifecycle.StateUnavailableException;

/**
 * Joins the writes of several threads in one transaction. One thread writes for all that have come during the transaction
 * before, and then hands over to one that came meanwhile; so a busy database commits less often and an idle one keeps nobody
 * waiting. Thread-safe.
 */
final class GroupCommit<E, R> {

    private final Function<List<E>, List<R>> transaction;
    private List<Entry<E, R>> waiting = new ArrayList<>();
    private boolean writing;

    private static final class Entry<E, R> {
        private final E content;
        private final Thread owner = Thread.currentThread();
        private boolean writesNext;
        private boolean ended;
        private boolean written;
        private R result;
        private RuntimeException failure;

        Entry(E content) {
            this.content = content;
        }
    }

    /** @param transaction writes all of a list, or throws and has written nothing of it; results are in the list's order */
    GroupCommit(Function<List<E>, List<R>> transaction) {
        this.transaction = transaction;
    }

    /**
     * Returns when it is committed.
     *
     * @throws StateUnavailableException if nobody can write now
     * @throws RuntimeException of a transaction with nothing but this content
     */
    R write(E content) {
        Entry<E, R> own = new Entry<>(content);
        if (joins(own)) {
            await(own);
        }
        if (!own.ended) {
            writeAll();
        }
        if (own.failure != null) {
            throw own.failure;
        }
        if (!own.written) {
            throw new IllegalStateException("the transaction was broken off");
        }
        return own.result;
    }

    /** @return whether another thread is writing */
    private synchronized boolean joins(Entry<E, R> own) {
        waiting.add(own);
        boolean busy = writing;
        writing = true;
        return busy;
    }

    /** Waits until the entry is written, or this thread is to write. Not interruptible, because the write may have begun. */
    private void await(Entry<E, R> own) {
        boolean interrupted = false;
        while (isWaiting(own)) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isWaiting(Entry<E, R> own) {
        return !own.ended && !own.writesNext;
    }

    private void writeAll() {
        List<Entry<E, R>> batch = takeAll();
        try {
            write(batch);
        } catch (StateUnavailableException e) {
            batch.forEach(entry -> entry.failure = e);
        } catch (RuntimeException e) {
            writeEach(batch);
        } finally {
            end(batch);
        }
    }

    private void write(List<Entry<E, R>> batch) {
        List<R> results =
                transaction.apply(batch.stream().map(entry -> entry.content).toList());
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).written = true;
            batch.get(i).result = results.get(i);
        }
    }

    /** Nothing of the batch was written, so each is tried alone: one bad entry must not fail the others. */
    private void writeEach(List<Entry<E, R>> batch) {
        for (Entry<E, R> entry : batch) {
            try {
                write(List.of(entry));
            } catch (RuntimeException e) {
                entry.failure = e;
            }
        }
    }

    private synchronized List<Entry<E, R>> takeAll() {
        List<Entry<E, R>> all = waiting;
        waiting = new ArrayList<>();
        return all;
    }

    private void end(List<Entry<E, R>> batch) {
        Entry<E, R> next;
        synchronized (this) {
            batch.forEach(entry -> entry.ended = true);
            next = waiting.isEmpty() ? null : waiting.get(0);
            writing = next != null;
            if (next != null) {
                next.writesNext = true;
            }
        }
        if (next != null) {
            LockSupport.unpark(next.owner);
        }
        for (Entry<E, R> entry : batch) {
            LockSupport.unpark(entry.owner);
        }
    }
}
