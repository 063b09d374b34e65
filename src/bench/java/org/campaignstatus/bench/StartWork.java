package org.campaignstatus.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/**
 * How long a start takes until the program says it is ready, and what it needs with 100 active campaign groups at
 * rest.
 */
final class StartWork implements Work {

    private static final String TITLE = "start to ready; at rest, 100 active campaign groups";
    private static final int GROUPS = 100;

    private final HttpClient http = HttpClient.newHttpClient();

    @Override
    public void run(Bench bench) throws Exception {
        ProgramFolder folder = bench.program("program")
                .configured(GROUPS, bench.receiver().uri(0))
                .asShipped();
        folder.with("campaigngroup-states-interval", bench.scale().of(10, 1));
        wake(bench, folder);
        Series start = new Series("program, start to ready", "s");
        Series rest = new Series("program, RSS at rest", "MiB");
        for (int round = 0; round < bench.scale().rounds(5); round++) {
            bench.receiver().clear();
            long begin = System.nanoTime();
            try (Child program = folder.launch()) {
                awaitReady(folder, program);
                start.add((System.nanoTime() - begin) / 1e9);
                bench.receiver().await(2 * GROUPS);
                rest.add(program.resident("VmRSS"));
                program.stop();
            }
        }
        bench.page()
                .work(
                        TITLE,
                        "`java -jar` without options; ready is when `/observe/health/ready` says so; at rest is when each has "
                                + "been told about twice.",
                        List.of(start, rest));
        bench.page().target(TITLE, "start to ready ≤ 1.3 s", Page.number(start.median()) + " s", start.median() <= 1.3);
        bench.page().target(TITLE, "at rest ≤ 160 MiB RSS", Page.number(rest.median()) + " MiB", rest.median() <= 160);
    }

    /** Makes the campaign groups active, once: their state outlives the process. */
    private static void wake(Bench bench, ProgramFolder folder) throws Exception {
        bench.receiver().clear();
        try (Child program = folder.start()) {
            folder.handIn(GROUPS, Job.FIRST, 1);
            bench.receiver().await(GROUPS);
            program.stop();
        }
    }

    private void awaitReady(ProgramFolder folder, Child program) throws InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + folder.get("camel.management.port") + "/observe/health/ready");
        while (!isReady(uri)) {
            if (!program.isAlive()) {
                throw new IllegalStateException("the program ended while it started");
            }
            Thread.sleep(5);
        }
    }

    private boolean isReady(URI uri) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(uri).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
