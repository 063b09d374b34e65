package org.campaignstatus.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
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

/** What is done when files that were worked through cannot be archived: the same again, but not at once. */
class StableFileReadLockTest {

    @TempDir
    private Path inbox;

    private final AtomicLong nanoTime = new AtomicLong(-Duration.ofSeconds(1).toNanos());
    private final InboxBackoff trouble = new InboxBackoff(nanoTime::get);
    private final StableFileReadLock files =
            new StableFileReadLock(nanoTime::get, StableFileReadLock.QUIET_PERIOD, trouble);
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    private GenericFile<File> file;

    @BeforeEach
    void handIn() throws IOException {
        file = handedIn("a.json");
        exchange.setProperty(Exchange.FILE_EXCHANGE_FILE, file);
        FileEndpoint endpoint = new FileEndpoint();
        endpoint.setInProgressRepository(MemoryIdempotentRepository.memoryIdempotentRepository());
        files.prepareOnStartup(null, endpoint);
        isTaken();
        pass(Duration.ofSeconds(1));
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
    void aTroubleThatLastsIsLoggedOnceAMinute() {
        try (LogCapture log = LogCapture.provoking(InboxBackoff.class.getName())) {
            for (int second = 0; second < 150; second++) {
                trouble.handleException("", exchange, new IllegalStateException(new IOException("no room")));
                pass(Duration.ofSeconds(1));
            }

            assertThat(log.lines()).hasSize(3).allSatisfy(line -> {
                assertThat(line.stackTrace()).isEmpty();
                assertThat(line.message())
                        .isEqualTo(inbox.resolve("a.json") + " cannot be archived, and will be read again:"
                                + " java.io.IOException: no room");
            });
        }
    }

    @Test
    void aFileThatKeepsChangingIsReportedOnceOthersHaveWaitedForAMinuteAndNoMoreOnceItIsTaken() throws IOException {
        for (int second = 0; second <= 61; second++) {
            assertThat(trouble.problem()).isEmpty();
            Files.writeString(file.getFile().toPath(), " ", StandardOpenOption.APPEND);
            assertThat(isTaken()).isFalse();
            pass(Duration.ofSeconds(1));
        }
        assertThat(trouble.problem().orElseThrow())
                .startsWith(file.getFile() + " keeps changing, and all files behind it wait");
        pass(Duration.ofSeconds(1));
        assertThat(isTaken()).isTrue();
        assertThat(isTaken(handedIn("z.json"))).isFalse();
        assertThat(trouble.problem()).isEmpty();
    }

    /** A list of a large folder can show a file that came while it was made and lack one that came before. */
    @Test
    void whatAListLacksIsNotOvertaken() throws IOException {
        GenericFile<File> later = handedIn("c.json");
        assertThat(isTaken(later)).isFalse();
        pass(Duration.ofHours(1));

        GenericFile<File> earlier = handedIn("b.json");
        assertThat(List.of(isTaken(earlier), isTaken(later, 1))).containsOnly(false);
        pass(Duration.ofMillis(500));
        assertThat(List.of(isTaken(earlier), isTaken(later, 1))).containsOnly(true);
    }

    private GenericFile<File> handedIn(String name) throws IOException {
        Path settled = Files.writeString(inbox.resolve(name), "{}");
        return FileConsumer.asGenericFile(inbox.toString(), settled.toFile(), null, false);
    }

    private boolean isTaken(GenericFile<File> one) {
        return isTaken(one, 0);
    }

    private boolean isTaken(GenericFile<File> one, int place) {
        exchange.setProperty(Exchange.BATCH_INDEX, place);
        return files.acquireExclusiveReadLock(null, one, exchange);
    }

    private boolean isTaken() {
        return isTaken(file);
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }
}
