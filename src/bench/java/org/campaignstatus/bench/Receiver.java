package org.campaignstatus.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The process that receives, seen from the benchmark. */
final class Receiver implements AutoCloseable {

    /** In milliseconds. */
    private static final int QUIET = 1_000;

    private static final int ALL = Receiving.PORTS;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Child child;
    private final String[] ports;
    private final Path file;

    Receiver(Path folder) throws IOException {
        // it keeps all that comes, and collecting garbage would cost the machine what is to be measured
        child = new Child(
                folder,
                List.of(
                        "-Xms3g",
                        "-Xmx6g",
                        "-Xmn2500m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        Build.classPath(),
                        Receiving.class.getName()));
        ports = child.await("= ").substring(2).split(" ");
        file = folder.resolve("arrivals");
    }

    /** @param port from 0 */
    String uri(int port) {
        return "http://127.0.0.1:" + ports[port] + "/states";
    }

    /** @param millis until it answers on that port */
    void delay(int port, long millis) {
        child.ask("delay " + port + " " + millis);
    }

    /** Closes a port and its connections, as a receiver that dies. */
    void kill(int port) {
        child.ask("kill " + port);
    }

    void revive(int port) {
        child.ask("revive " + port);
    }

    /** Forgets what came. */
    void clear() {
        child.ask("clear");
    }

    int count() {
        return count(ALL);
    }

    private int count(int ports) {
        return Integer.parseInt(child.ask("count " + ports));
    }

    /** Waits until so many have come. */
    void await(int count) throws InterruptedException {
        await(ALL, count);
    }

    /** Waits until so many have come on the first ports together. */
    void await(int ports, int count) throws InterruptedException {
        int before = -1;
        long since = System.nanoTime();
        for (int now = count(ports); now < count; now = count(ports)) {
            if (now != before) {
                before = now;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > PATIENCE.toNanos()) {
                throw new WrongWorkException("expected " + count + " notifications but got no more than " + now);
            }
            Thread.sleep(5);
        }
    }

    /** Waits until the sender sends nothing any more, although it is not held up by a collection. */
    void awaitQuiet(Child sender) throws InterruptedException {
        for (int before = -1, now = count(); now != before; now = count()) {
            before = now;
            Thread.sleep(QUIET);
            // it answers when no other collection is under way, and goes on from there
            sender.heap();
            Thread.sleep(QUIET);
        }
    }

    /** @return what came since the last time, once its bodies have been checked */
    Arrivals arrivals() throws IOException {
        String answer = child.ask("take " + file.toAbsolutePath());
        if (answer.contains(" ")) {
            throw new WrongWorkException("notification" + answer.substring(answer.indexOf(' ')));
        }
        return Arrivals.read(file);
    }

    @Override
    public void close() {
        child.close();
    }
}
