import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs the demo as a visitor would, only faster, and fails unless it shows what it should and stops when told to. Needs
 * only a JDK and Maven: {@code java src/demo/check/DemoCheck.java}
 */
public final class DemoCheck {

    private static final Path OUTPUT = Path.of("target/demo-check.txt");
    private static final Path SECOND_OUTPUT = Path.of("target/demo-check-second.txt");
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(5);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final int receiver = freePort();
    private final int management = freePort();
    private final int vicidial = freePort();
    private final Process demo;

    private DemoCheck() throws IOException {
        Files.createDirectories(OUTPUT.getParent());
        demo = start(receiver, management, vicidial, OUTPUT);
    }

    private static Process start(int receiver, int management, int vicidial, Path output) throws IOException {
        return new ProcessBuilder(
                        "mvn",
                        "-B",
                        "camel:run",
                        "-Pdemo",
                        "-Ddemo.speed=10",
                        "-Ddemo.port=" + receiver,
                        "-Ddemo.broker.port=" + freePort(),
                        "-Ddemo.management.port=" + management,
                        "-Ddemo.vicidial.port=" + vicidial)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    public static void main(String[] args) throws Exception {
        DemoCheck check = new DemoCheck();
        try {
            check.awaitTheFirstNotifications();
            Process second = start(freePort(), freePort(), freePort(), SECOND_OUTPUT);
            try {
                check.itShowsWhatItShould();
                check.aSecondOneRejectsAndNamesTheFirst(second);
            } finally {
                stop(second);
            }
            check.itStopsWhenToldTo();
            System.out.println("The demo works.");
        } finally {
            stop(check.demo);
        }
    }

    private void awaitTheFirstNotifications() throws Exception {
        await("notifications by JMS, with statistics", () -> isTold("Collections@Daytime"));
    }

    private void itShowsWhatItShould() throws Exception {
        await("notifications by files, with statistics", () -> isTold("Renewals@Daytime"));
        await("notifications from the database, with statistics", () -> isTold("SALES"));
        await("the end of the day", () -> output().contains("The day is over"));
        await("the page", () -> get(management, "/").contains("Campaign group status"));
        await("health", () -> get(management, "/observe/health").contains("\"status\":\"UP\""));
        await(
                "health of the second program",
                () -> get(vicidial, "/observe/health").contains("\"status\":\"UP\""));
        await("the invalid event is kept, with its reason", () -> failed("lifecycle") == 2);
        await("all statistics are valid", () -> failed("statistics") == 0);
    }

    /** @param second which was started while the first one was at work */
    private void aSecondOneRejectsAndNamesTheFirst(Process second) throws Exception {
        await("a second demo ends", () -> !second.isAlive());
        String said = Files.readString(SECOND_OUTPUT);
        if (!said.contains("belongs to a demo that runs already") || !said.contains("port " + management)) {
            throw new AssertionError("the second demo does not name the first:\n" + said);
        }
        await("the first one's files stay", () -> failed("lifecycle") == 2);
    }

    private void itStopsWhenToldTo() throws Exception {
        stop(demo);
        await("the process ends", () -> !demo.isAlive());
        await("it ends cleanly", () -> output().contains("The demo has stopped"));
    }

    /** @return whether the receiver has heard of the campaign group, and of its statistics */
    private boolean isTold(String campaignGroup) throws Exception {
        return Arrays.stream(get(receiver, "/").split("GSW_USER_EVENT"))
                .anyMatch(told -> told.contains('"' + campaignGroup + '"') && told.contains("BUSY_FACTOR\" : 0."));
    }

    private static long failed(String inbox) throws IOException {
        Path folder = Path.of("target/demo/inbox", inbox, ".failed");
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    private void await(String what, Callable<Boolean> isSo) throws Exception {
        long end = System.nanoTime() + PATIENCE;
        boolean running = true;
        while (!holds(isSo)) {
            if (!running || System.nanoTime() > end) {
                throw new AssertionError("not seen: " + what + "\n" + output());
            }
            running = demo.isAlive();
            Thread.sleep(200);
        }
        System.out.println("seen: " + what);
    }

    private static boolean holds(Callable<Boolean> isSo) throws Exception {
        try {
            return isSo.call();
        } catch (IOException e) {
            return false;
        }
    }

    private String get(int port, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }

    private static String output() throws IOException {
        return Files.readString(OUTPUT);
    }

    private static void stop(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
