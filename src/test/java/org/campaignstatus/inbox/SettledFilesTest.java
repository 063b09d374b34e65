package org.campaignstatus.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.FileConsumer;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.campaignstatus.harness.LogCapture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done when files that were worked through cannot be put away: the same again, but not at once. */
class SettledFilesTest {

    @TempDir
    private Path inbox;

    private final AtomicLong nanoTime = new AtomicLong(-Duration.ofSeconds(1).toNanos());
    private final InboxTrouble trouble = new InboxTrouble(nanoTime::get);
    private final SettledFiles files =
            new SettledFiles(Clock.fixed(Instant.now().plus(Duration.ofHours(1)), ZoneOffset.UTC), trouble);
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    private GenericFile<File> file;

    @BeforeEach
    void handIn() throws IOException {
        Path settled = Files.writeString(inbox.resolve("a.json"), "{}");
        file = FileConsumer.asGenericFile(inbox.toString(), settled.toFile(), null, false);
        exchange.setProperty(Exchange.FILE_EXCHANGE_FILE, file);
        FileEndpoint endpoint = new FileEndpoint();
        endpoint.setInProgressRepository(MemoryIdempotentRepository.memoryIdempotentRepository());
        files.prepareOnStartup(null, endpoint);
    }

    @Test
    void nothingIsTakenForTwoSecondsAfterATrouble() {
        assertThat(isTaken()).isTrue();
        trouble.handleException("", exchange, new IOException("no room"));
        assertThat(isTaken()).isFalse();
        pass(Duration.ofMillis(1999));
        assertThat(isTaken()).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(isTaken()).isTrue();
    }

    @Test
    void aTroubleThatLastsIsToldOnceAMinute() {
        try (LogCapture log = LogCapture.provoking(InboxTrouble.class.getName())) {
            for (int second = 0; second < 150; second++) {
                trouble.handleException("", exchange, new IllegalStateException(new IOException("no room")));
                pass(Duration.ofSeconds(1));
            }

            assertThat(log.lines()).hasSize(3).allSatisfy(line -> {
                assertThat(line.stackTrace()).isEmpty();
                assertThat(line.message())
                        .isEqualTo(inbox.resolve("a.json") + " cannot be put away, and will be gone"
                                + " through again: java.io.IOException: no room");
            });
        }
    }

    private boolean isTaken() {
        return files.acquireExclusiveReadLock(null, file, exchange);
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }
}
