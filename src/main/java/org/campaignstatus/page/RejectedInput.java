package org.campaignstatus.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.campaignstatus.settings.Setting;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.settings.Settings;

/**
 * What is in the folders of quarantined files and in the queues of rejected messages: how many, and the newest reason. Looks
 * into a folder at most every five seconds, and only on request. Thread-safe.
 */
public final class RejectedInput {

    private static final long MIN_AGE = TimeUnit.SECONDS.toNanos(5);

    /** More files are not counted. */
    static final int MAX_FILES = 10_000;

    private static final int MAX_SHOWN = 20;
    private static final int MAX_REASON = 500;
    private static final int MAX_CONTENT = 4_000;
    private static final String REASONS = ".error.txt";

    private final Settings settings;
    private final Supplier<List<Queue>> queues;
    private List<Folder> last;
    private long looked;

    /**
     * The rejected messages of a queue.
     *
     * @param count how many are in it; -1 if only the broker knows
     * @param sinceStart how many were put there since the start
     * @param reason why the newest was rejected
     */
    public record Queue(String name, long count, long sinceStart, String reason, Instant newest) {}

    /** What a number of rejected files or messages counts. */
    enum Counted {
        ALL("all"),
        AT_LEAST("at least"),
        SINCE_START("since the start");

        private final String words;

        Counted(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** @param reason why the newest was rejected */
    record Place(String name, boolean isFolder, long count, Counted counted, Instant newest, String reason) {

        private static Place of(Folder folder, Failed newest) {
            Counted counted = folder.count() == MAX_FILES ? Counted.AT_LEAST : Counted.ALL;
            String name = folder.path().toString();
            return new Place(name, true, folder.count(), counted, newest.time(), RejectedInput.reason(newest.file()));
        }

        private static Place of(Queue queue) {
            boolean known = queue.count() >= 0;
            Counted counted = known ? Counted.ALL : Counted.SINCE_START;
            long count = known ? queue.count() : queue.sinceStart();
            return new Place(queue.name(), false, count, counted, queue.newest(), queue.reason());
        }
    }

    private record Failed(Path file, Instant time) {}

    /** The newest files, the newest first. */
    private record Folder(Path path, int count, List<Failed> newest) {}

    public RejectedInput(Settings settings, Supplier<List<Queue>> queues) {
        this.settings = settings;
        this.queues = queues;
    }

    /** @return the folders and queues that have something */
    List<Place> places() {
        Stream<Place> folders = folders().stream()
                .filter(folder -> folder.count() > 0)
                .map(folder -> Place.of(folder, folder.newest().get(0)));
        return Stream.concat(folders, queues.get().stream().map(Place::of)).toList();
    }

    /** Adds a row for each folder and queue that has something. */
    void add(ArrayNode rows) {
        for (Place place : places()) {
            rows.addObject()
                    .put("place", place.name())
                    .put("count", place.count())
                    .put("more", place.counted() == Counted.AT_LEAST)
                    .put("sinceStart", place.counted() == Counted.SINCE_START)
                    .put("folder", place.isFolder())
                    .put("time", place.newest().toString())
                    .put("reason", place.reason());
        }
    }

    /** Adds the newest files of a folder with their reasons and the beginning of each. @return whether there is such a folder */
    boolean addFiles(ObjectNode answer, String place) {
        for (Folder folder : folders()) {
            if (folder.path().toString().equals(place)) {
                ArrayNode files = answer.putArray("files");
                folder.newest()
                        .forEach(failed -> files.addObject()
                                .put("name", failed.file().getFileName().toString())
                                .put("time", failed.time().toString())
                                .put("reasons", beginning(reasons(failed.file()), MAX_CONTENT))
                                .put("content", beginning(failed.file(), MAX_CONTENT)));
                return true;
            }
        }
        return false;
    }

    private synchronized List<Folder> folders() {
        long now = System.nanoTime();
        if (last == null || now - looked > MIN_AGE) {
            last = new ArrayList<>();
            look(SettingKeys.LIFECYCLE_FILE, SettingKeys.LIFECYCLE_DIRECTORY);
            look(SettingKeys.STATISTICS_FILE, SettingKeys.STATISTICS_DIRECTORY);
            looked = now;
        }
        return last;
    }

    private void look(Setting<Boolean> enabled, Setting<Path> directory) {
        if (settings.get(enabled)) {
            Path folder = settings.get(directory).resolve(".failed");
            List<Failed> failed = new ArrayList<>();
            if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                list(folder, failed);
            }
            failed.sort(Comparator.comparing(Failed::time).reversed());
            last.add(new Folder(
                    folder, failed.size(), List.copyOf(failed.subList(0, Math.min(MAX_SHOWN, failed.size())))));
        }
    }

    private static void list(Path folder, List<Failed> failed) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                folder, file -> !file.getFileName().toString().endsWith(REASONS))) {
            for (Path file : files) {
                if (failed.size() == MAX_FILES) {
                    return;
                }
                failed.add(new Failed(
                        file,
                        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                                .lastModifiedTime()
                                .toInstant()));
            }
        } catch (IOException e) {
            // somebody clears the folder out, or it cannot be read: what was found so far is shown
        }
    }

    private static Path reasons(Path file) {
        return file.resolveSibling(file.getFileName() + REASONS);
    }

    private static String reason(Path file) {
        return beginning(reasons(file), MAX_REASON).lines().reduce("", (before, line) -> line);
    }

    /** Reads no link, pipe or device: they may be quarantined, too. */
    private static String beginning(Path file, int max) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return "";
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return new String(in.readNBytes(max), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
