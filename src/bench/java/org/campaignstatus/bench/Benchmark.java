package org.campaignstatus.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the program against what is possible at most, and against its peer: {@code mvn -Pbench}. Fails on wrong
 * work, never on time.
 */
public final class Benchmark {

    private static final Path FOLDER = Path.of("target/bench");
    /** Takes an hour, so it is done only when it is asked for. */
    private static final String SOAK = "soak";

    private static final Map<String, Work> WORKS = new LinkedHashMap<>();

    static {
        WORKS.put("jms", new JmsWork());
        WORKS.put("notify", new NotifyWork());
        WORKS.put("lines", new LinesWork());
        WORKS.put("files", new FilesWork());
        WORKS.put("sweep", new SweepWork());
        WORKS.put("latency", new LatencyWork());
        WORKS.put("trouble", new TroubleWork());
        WORKS.put("dead", new DeadReceiverWork());
        WORKS.put("slow", new SlowReceiverWork());
        WORKS.put("cost", new CostWork());
        WORKS.put("start", new StartWork());
        WORKS.put("state", new StateWork());
        WORKS.put("micro", new MicroWork());
        WORKS.put(SOAK, new SoakWork());
    }

    private Benchmark() {}

    public static void main(String[] arguments) throws Exception {
        Scale scale = new Scale(Boolean.getBoolean("bench.short"));
        String only = System.getProperty("bench.only", "");
        List<String> chosen = only.isEmpty()
                ? WORKS.keySet().stream().filter(name -> !name.equals(SOAK)).toList()
                : List.of(only.split(","));
        Page page = new Page(!scale.small());
        ProgramFolder.delete(FOLDER);
        try (Receiver receiver = new Receiver(FOLDER.resolve("receiver").toAbsolutePath())) {
            for (String name : chosen) {
                System.out.println("== " + name);
                long begin = System.nanoTime();
                WORKS.get(name).run(new Bench(scale, FOLDER.resolve(name).toAbsolutePath(), receiver, page));
                System.out.printf("   %.1f s%n", (System.nanoTime() - begin) / 1e9);
            }
        } catch (WrongWorkException e) {
            System.err.println("Wrong work: " + e.getMessage());
            System.exit(1);
        }
        if (scale.small()) {
            System.out.println("The work is right. Its figures mean nothing.");
        } else {
            boolean whole =
                    only.isEmpty() && System.getProperty("bench.options", "").isEmpty();
            page.write(whole ? Path.of("docs/benchmarks.md") : FOLDER.resolve("benchmarks.md"));
        }
    }
}
