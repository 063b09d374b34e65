package org.campaignstatus.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Eight threads, each with campaign groups of its own, so that the order of each is kept; each sends and awaits the
 * answer.
 */
final class EightThreads {

    static final int THREADS = 8;

    /** Sends the notification of an event, and returns once it was answered. */
    interface Sending {
        void send(int group, int number) throws Exception;
    }

    private final Sending sending;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    });

    private EightThreads(Sending sending) {
        this.sending = sending;
    }

    /** Does what is asked on the standard input: {@code GROUPS FROM EACH}. */
    static void serve(Sending sending) throws Exception {
        EightThreads threads = new EightThreads(sending);
        System.out.println("= ready");
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            String[] numbers = command.split(" ");
            threads.run(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]));
            System.out.println("= done");
        }
    }

    private void run(int groups, int from, int each) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int[] own = Job.groupsOf(thread, THREADS, groups).toArray();
            running.add(threads.submit(() -> {
                for (int number = from; number < from + each; number++) {
                    for (int group : own) {
                        sending.send(group, number);
                    }
                }
                return null;
            }));
        }
        for (Future<?> thread : running) {
            thread.get();
        }
    }
}
