package org.campaignstatus.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where files of an inbox go that are archived at the same time. */
final class SubfolderTest {

    private static final int AT_A_TIME = 4;

    @TempDir
    Path folder;

    @Test
    void theFirstFilesOfAFolderMayBePutAwayAtTheSameTime() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            for (int round = 0; round < 500; round++) {
                Path inbox = Files.createDirectory(folder.resolve("inbox-" + round));
                CyclicBarrier together = new CyclicBarrier(AT_A_TIME);
                List<Future<Path>> targets = IntStream.range(0, AT_A_TIME)
                        .mapToObj(i -> threads.submit(() -> {
                            together.await();
                            return Subfolder.DONE.free(inbox.resolve(i + ".json"));
                        }))
                        .toList();
                for (int i = 0; i < AT_A_TIME; i++) {
                    assertThat(targets.get(i).get()).isEqualTo(inbox.resolve(".done/" + i + ".json"));
                }
            }
        } finally {
            threads.shutdown();
        }
    }
}
