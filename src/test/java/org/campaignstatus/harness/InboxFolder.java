package org.campaignstatus.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** An inbox of the program as those see it who hand files in and look what became of them. */
public final class InboxFolder {

    private static final Duration MOST = Duration.ofSeconds(30);

    private final Path folder;

    /** @param folder the inbox; is made if there is none yet */
    public InboxFolder(Path folder) {
        this.folder = folder;
        attempt(() -> Files.createDirectories(folder));
    }

    /** Hands a file in by renaming it into place; it counts as settled. */
    public Path handIn(String name, byte[] content) {
        return attempt(() -> {
            Path writing = Files.write(folder.resolve(name + ".writing"), content);
            Files.setLastModifiedTime(writing, FileTime.from(Instant.now().minusSeconds(2)));
            return Files.move(writing, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        });
    }

    public Path handIn(String name, String content) {
        return handIn(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Waits until the program is through with a file, and so with every notification that it has caused. */
    public void awaitTaken(String name) {
        await().atMost(MOST).until(() -> !Files.exists(folder.resolve(name)));
    }

    /** @return the names of the files that were handed in and not moved yet */
    public List<String> waiting() {
        return named(".", "").stream()
                .filter(name -> name.endsWith(".json") || name.endsWith(".jsonl"))
                .toList();
    }

    /** Hands a file in and waits until the program is through with it. */
    public void process(String name, byte[] content) {
        handIn(name, content);
        awaitTaken(name);
    }

    public void process(String name, String content) {
        process(name, content.getBytes(StandardCharsets.UTF_8));
    }

    public Path done(String name) {
        return folder.resolve(".done").resolve(name);
    }

    public Path failed(String name) {
        return folder.resolve(".failed").resolve(name);
    }

    /** @return the lines that say why pieces of the file were rejected */
    public List<String> reasons(String name) {
        return attempt(() -> Files.readAllLines(failed(name + ".error.txt")));
    }

    /** Asserts that nothing of the file was rejected. */
    public void assertDone(String name) {
        assertThat(done(name)).exists();
        assertThat(failed(name)).doesNotExist();
        assertThat(failed(name + ".error.txt")).doesNotExist();
    }

    /** @return the names in {@code .done} or {@code .failed} that begin so */
    public List<String> named(String subfolder, String beginning) {
        try (Stream<Path> files = Files.list(folder.resolve(subfolder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(beginning))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Attempt<T> {
        T run() throws IOException;
    }

    private static <T> T attempt(Attempt<T> attempt) {
        try {
            return attempt.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
