package org.campaignstatus.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One folder of golden files. */
final class GoldenCase {

    static final String TIME = "${time}";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final Pattern AGO = Pattern.compile("\\$\\{now-(\\d+)s}");

    private final Path folder;

    private GoldenCase(Path folder) {
        this.folder = folder;
    }

    static List<GoldenCase> all() throws IOException {
        try (Stream<Path> folders = Files.list(GOLDEN)) {
            return folders.filter(Files::isDirectory)
                    .sorted()
                    .map(GoldenCase::new)
                    .toList();
        }
    }

    String name() {
        return folder.getFileName().toString();
    }

    List<JsonNode> campaignGroups() {
        try {
            return JSON.readTree(text("configuration.json"))
                    .path("campaignGroups")
                    .valueStream()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return the one of the two files that there is: .json or .jsonl */
    Optional<Path> file(String name) {
        return Stream.of(name + ".json", name + ".jsonl")
                .map(folder::resolve)
                .filter(Files::exists)
                .findFirst();
    }

    /** @return the text of the file, with its times */
    String text(Path file, Instant now) {
        return AGO.matcher(text(file.getFileName().toString()))
                .replaceAll(ago -> Matcher.quoteReplacement(
                        now.minusSeconds(Long.parseLong(ago.group(1))).toString()));
    }

    /** @return the bodies that arrive about a campaign group, in their order */
    List<String> expected(String dbid) {
        return text("expected.jsonl")
                .lines()
                .filter(line -> line.contains("\"GSW_CAMPAIGN_GROUP_DBID\":\"" + dbid + "\""))
                .toList();
    }

    long expected() {
        return text("expected.jsonl").lines().count();
    }

    /** @return whether there are messages that go on coming */
    boolean isPeriodic() {
        return text("expected.jsonl").contains("\"GSW_CAMPAIGN_GROUP_ACTION\":0,");
    }

    String target() {
        return Files.exists(folder.resolve("target.txt")) ? text("target.txt").strip() : "/states";
    }

    private String text(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
