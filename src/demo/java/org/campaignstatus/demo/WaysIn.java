package org.campaignstatus.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;

/** The ways by which messages reach the program, by the names that the scripts have for them. */
final class WaysIn {

    /** One way in. */
    interface Way {
        void take(String message) throws Exception;
    }

    private final ProducerTemplate jms;
    private final AtomicInteger files = new AtomicInteger();
    private final Map<String, Way> byName;

    WaysIn(CamelContext context, DemoFolder folder, Vicidial vicidial) {
        jms = context.createProducerTemplate();
        byName = Map.of(
                "event-file", message -> drop(folder.lifecycle(), message),
                "event-queue", message -> jms.sendBody("jms:queue:{{lifecycle.jms.queue}}", message),
                "statistics-file", message -> drop(folder.statistics(), message),
                "statistics-topic", message -> jms.sendBody("jms:topic:{{statistics.jms.topic}}", message),
                "vicidial", vicidial::dial);
    }

    /** @throws IllegalArgumentException if there is no way of that name */
    Way named(String name) {
        return Optional.ofNullable(byName.get(name)).orElseThrow(() -> new IllegalArgumentException("no way " + name));
    }

    /** Writes a file beside its place and renames it, so that nobody sees it half written. */
    private void drop(Path inbox, String message) throws IOException {
        String name = "campaign-day-%02d.json".formatted(files.incrementAndGet());
        Path writing = Files.writeString(inbox.resolve(name + ".writing"), message);
        Files.move(writing, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
