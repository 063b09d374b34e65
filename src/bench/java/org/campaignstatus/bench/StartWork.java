package org.campaignstatus.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How long a start takes until the program says it is ready, and what it needs with 100 active campaign groups at
 * rest.
 */
final class StartWork implements Work {

    private static final String TITLE = "start to ready; at rest, 100 active campaign groups";
    private static final int GROUPS = 100;

    /** The first release whose archive holds linked classes and profiles, too. */
    private static final int WITH_CACHE = 25;

    private final HttpClient http = HttpClient.newHttpClient();

    private interface Launch {
        Child start() throws IOException;
    }

    /** A way to start the program, and what was measured of it. */
    private static final class Way {
        private final String name;
        private final double seconds;
        private final Launch launch;
        private final Series ready;
        private final Series cpu;
        private final Series rest;

        /** @param seconds within which it should be ready */
        Way(String name, double seconds, Launch launch) {
            this.name = name;
            this.seconds = seconds;
            this.launch = launch;
            this.ready = new Series(name + ", start to ready", "s");
            this.cpu = new Series(name + ", processor time until then", "s");
            this.rest = new Series(name + ", RSS at rest", "MiB");
        }

        Stream<Series> all() {
            return Stream.of(ready, cpu, rest);
        }
    }

    @Override
    public void run(Bench bench) throws Exception {
        ProgramFolder folder = bench.program("program")
                .configured(GROUPS, bench.receiver().uri(0))
                .asShipped();
        folder.with("campaigngroup-states-interval", bench.scale().of(10, 1));
        wake(bench, folder);
        Way jar = new Way("`java -jar`", 1.8, folder::launch);
        List<Way> scripts = new ArrayList<>();
        Distribution distribution = Distribution.unpackedIn(bench.folder().resolve("distribution"));
        for (Distribution.Java java : Distribution.Java.thisAndNewest()) {
            distribution.makeArchive(java);
            scripts.add(new Way(
                    "script with archive, Java " + java.release(),
                    java.release() < WITH_CACHE ? 1.2 : 0.9,
                    () -> folder.launch(distribution, java)));
        }
        for (int round = 0; round < bench.scale().rounds(3); round++) {
            measure(bench, folder, jar);
            for (Way script : scripts) {
                measure(bench, folder, script);
            }
        }
        report(bench.page(), jar, scripts);
    }

    private void measure(Bench bench, ProgramFolder folder, Way way) throws Exception {
        bench.receiver().clear();
        long begin = System.nanoTime();
        try (Child program = way.launch.start()) {
            awaitReady(folder, program);
            way.ready.add((System.nanoTime() - begin) / 1e9);
            way.cpu.add(program.cpu().toMillis() / 1e3);
            bench.receiver().await(2 * GROUPS);
            way.rest.add(program.resident("VmRSS"));
            program.stop();
        }
    }

    private static void report(Page page, Way jar, List<Way> scripts) {
        page.work(
                TITLE,
                "`java -jar` without options, and the script of the distribution; ready is when `/observe/health/ready` says so; at "
                        + "rest is when each has been told about twice.",
                Stream.concat(Stream.of(jar), scripts.stream())
                        .flatMap(Way::all)
                        .toList());
        atMost(page, jar.name + ": start to ready", jar.seconds, "s", jar.ready.median());
        for (Way script : scripts) {
            atMost(page, script.name + ": start to ready", script.seconds, "s", script.ready.median());
            double ratio = script.cpu.median() / jar.cpu.median();
            atMost(page, script.name + ": processor time until then", 0.3, "× `java -jar`", ratio);
            atMost(page, script.name + ": at rest", 130, "MiB RSS", script.rest.median());
        }
    }

    private static void atMost(Page page, String what, double target, String unit, double reached) {
        page.target(
                TITLE,
                what + " ≤ " + Page.number(target) + " " + unit,
                Page.number(reached) + " " + unit,
                reached <= target);
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
