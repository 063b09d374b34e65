package org.campaignstatus.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The microbenchmark, run by JMH in a process of its own; see {@link Micro}. */
final class MicroWork implements Work {

    @Override
    public void run(Bench bench) throws Exception {
        ProgramFolder folder =
                bench.program("micro").configured(1000, bench.receiver().uri(0));
        Path result = folder.path().resolve("result.json");
        String time = bench.scale().small() ? "100ms" : "1s";
        String times = bench.scale().small() ? "1" : "5";
        // none: in JMH's own process, which shows that it works
        String forks = bench.scale().small() ? "0" : "1";
        try (Child jmh = folder.peer(
                org.openjdk.jmh.Main.class,
                "-f",
                forks,
                "-wi",
                times,
                "-i",
                times,
                "-w",
                time,
                "-r",
                time,
                "-prof",
                "gc",
                "-rf",
                "json",
                "-rff",
                result.toString(),
                Micro.class.getSimpleName() + "\\.")) {
            jmh.awaitEnd();
        }
        List<Series> all = new ArrayList<>();
        for (JsonNode benchmark : new ObjectMapper().readTree(result.toFile())) {
            String name = benchmark.get("benchmark").asText().replaceFirst(".*\\.", "");
            Series nanos = new Series(name, "ns");
            benchmark
                    .get("primaryMetric")
                    .get("rawData")
                    .forEach(fork -> fork.forEach(one -> nanos.add(one.asDouble())));
            Series bytes = new Series(name + ", allocated", "bytes");
            benchmark
                    .get("secondaryMetrics")
                    .get("gc.alloc.rate.norm")
                    .get("rawData")
                    .forEach(fork -> fork.forEach(one -> bytes.add(one.asDouble())));
            all.add(nanos);
            all.add(bytes);
        }
        if (all.size() != 6) {
            throw new WrongWorkException("expected three microbenchmarks but got " + all.size() / 2);
        }
        bench.page()
                .work(
                        "one notification (JMH)",
                        "From the report of an event, without a route: enriched and built; written as " + "JSON; both.",
                        all);
    }
}
