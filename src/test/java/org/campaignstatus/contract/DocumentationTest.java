package org.campaignstatus.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.campaignstatus.notification.Notification;
import org.campaignstatus.settings.Setting;
import org.campaignstatus.settings.SettingKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that the pages name exists, and every key stands in its table with its default. */
class DocumentationTest {

    private static final Path README = Path.of("README.md");
    private static final Path CONFIGURATION = Path.of("docs/configuration.md");
    private static final Path DISTRIBUTION = Path.of("src/assembly/distribution.xml");

    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern FILE =
            Pattern.compile("(?<![\\w/.-])(?:samples|routes|schemas|docs|src|bin|systemd|kubernetes|\\.ci)/[\\w./*-]*");
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))\\b");
    private static final Pattern PROFILE = Pattern.compile("mvn [^`\\n]*?-P(\\w+)");
    private static final Pattern KEY_IN_FILE = Pattern.compile("(?m)^(?:# )?([a-z][\\w.-]*) =");

    static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            List<Path> pages =
                    new ArrayList<>(docs.filter(file -> file.toString().endsWith(".md"))
                            .sorted()
                            .toList());
            pages.addAll(List.of(README, Path.of("CONTRIBUTING.md"), Path.of("SECURITY.md"), Path.of("CHANGELOG.md")));
            return pages;
        }
    }

    @Test
    void theReadmeIsOnePage() throws IOException {
        assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(150);
    }

    /** The names that docs/routes.md gives for Simple expressions are those of the notification. */
    @Test
    void thePartsOfANotificationAreOnThePage() throws Exception {
        String table = Files.readString(Path.of("docs/routes.md"))
                .split("[|] part [|]")[1]
                .split("\n\n")[0];
        assertThat(table.lines()
                        .filter(line -> line.startsWith("| `"))
                        .flatMap(row -> Pattern.compile("`(\\w+)`")
                                .matcher(row.split("[|]")[1])
                                .results())
                        .map(part -> part.group(1)))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Notification.class.getRecordComponents())
                        .map(part -> part.getName())
                        .toList());
    }

    @Test
    void theReadmeLeadsToEveryPage() throws IOException {
        Set<Path> linked = new TreeSet<>();
        for (String target : links(README)) {
            linked.add(Path.of(target.replaceFirst("#.*", "")));
        }
        assertThat(pages())
                .filteredOn(page -> !page.equals(README) && !page.startsWith("docs/decisions"))
                .allSatisfy(page -> assertThat(linked).contains(page));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Path page) throws IOException {
        for (String target : links(page)) {
            String[] parts = target.split("#", 2);
            Path file = linked(page, parts[0]);
            assertThat(file).as("%s: %s", page, target).exists();
            if (parts.length == 2) {
                assertThat(anchors(file)).as("%s: %s", page, target).contains(parts[1]);
            }
        }
    }

    /** Where only the distribution is, the pages have to be complete, too. */
    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhereInTheDistribution(Path page) throws IOException {
        assertThat(isShipped(page)).as("%s", page).isTrue();
        for (String target : links(page)) {
            Path file = linked(page, target.replaceFirst("#.*", ""));
            assertThat(isShipped(Files.isDirectory(file) ? file.resolve("any") : file))
                    .as("%s: %s", page, target)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyFileThatIsNamedExists(Path page) throws IOException {
        for (MatchResult named : found(FILE, page)) {
            String name = named.group().replaceFirst("[.]+$", "").replaceFirst("[^/]*\\*.*", "");
            assertThat(List.of(Path.of(name), Path.of("src/dist", name)))
                    .as("%s: %s", page, named.group())
                    .anyMatch(Files::exists);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyTestThatIsNamedExists(Path page) throws IOException {
        Set<String> tests = new TreeSet<>();
        for (String folder : List.of("src/test/java", "src/runtimes/test")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                files.forEach(file -> tests.add(file.getFileName().toString()));
            }
        }
        for (MatchResult named : found(TEST, page)) {
            assertThat(tests).as("%s: %s", page, named.group(1)).contains(named.group(1) + ".java");
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyMavenProfileThatIsNamedExists(Path page) throws IOException {
        List<String> profiles = found(Pattern.compile("<profile>\\s*<id>(.*)</id>"), Path.of("pom.xml")).stream()
                .map(profile -> profile.group(1))
                .toList();
        for (MatchResult named : found(PROFILE, page)) {
            assertThat(profiles).as("%s: %s", page, named.group()).contains(named.group(1));
        }
    }

    @Test
    void everyKeyStandsInTheTablesOfConfigurationAndNoOther() throws IOException {
        Set<String> keys = SettingKeys.all().stream().map(Setting::name).collect(Collectors.toCollection(TreeSet::new));
        KEY_IN_FILE
                .matcher(Files.readString(Path.of("application.properties")))
                .results()
                .map(key -> key.group(1))
                .filter(key -> !key.startsWith("camel.beans.") && !key.startsWith("camel.component."))
                .forEach(keys::add);
        assertThat(rows(CONFIGURATION).stream().flatMap(row -> codes(row[0]).stream()))
                .containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void everyDefaultIsThatOfTheProgram() throws IOException {
        List<String[]> rows = rows(CONFIGURATION);
        rows.addAll(rows(README));
        for (String[] row : rows) {
            List<String> names = codes(row[0]);
            String[] defaults = row[1].strip().split(", ");
            for (int i = 0; i < names.size(); i++) {
                String name = names.get(i);
                String written = defaults[Math.min(i, defaults.length - 1)];
                Optional<Setting<?>> key = SettingKeys.all().stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst();
                key.ifPresent(one -> assertThat(written)
                        .as(name)
                        .matches(
                                one.defaultText().isEmpty()
                                        ? "none|empty|Java's own"
                                        : Pattern.quote("`" + one.defaultText() + "`")));
            }
        }
    }

    @Test
    void theExamplesOfFormatsAreValid() throws IOException {
        List<String> examples = blocks(Path.of("docs/formats.md"), "json");
        assertThat(examples).hasSize(3);
        assertThat(Schema.LIFECYCLE_EVENT.problems(examples.get(0))).isEmpty();
        assertThat(Schema.STATISTICS.problems(examples.get(1))).isEmpty();
        assertThat(Schema.CONFIGURATION.problems(examples.get(2))).isEmpty();
        assertThat(Schema.CAMPAIGN_GROUP_STATE.problems(
                        blocks(Path.of("docs/notifications.md"), "json").get(0)))
                .isEmpty();
    }

    /** @return the fenced blocks of a page in that language */
    private static List<String> blocks(Path page, String language) throws IOException {
        return found(Pattern.compile("(?s)```" + language + "\n(.*?)```"), page).stream()
                .map(block -> block.group(1))
                .toList();
    }

    /** @return the targets of the page's links to files */
    private static List<String> links(Path page) throws IOException {
        return LINK.matcher(withoutCode(Files.readString(page)))
                .results()
                .map(link -> link.group(1))
                .filter(target -> !target.startsWith("http"))
                .toList();
    }

    private static Path linked(Path page, String target) {
        return target.isEmpty() ? page : page.resolveSibling(target).normalize();
    }

    /** @return the anchors of a page's headings, as GitHub makes them */
    private static Set<String> anchors(Path page) throws IOException {
        return HEADING.matcher(withoutCode(Files.readString(page)))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase()
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static String withoutCode(String text) {
        return text.replaceAll("(?s)```.*?```", "");
    }

    private static boolean isShipped(Path file) throws IOException {
        return found(Pattern.compile("<include>([^<]+)</include>"), DISTRIBUTION).stream()
                .anyMatch(pattern -> FileSystems.getDefault()
                        .getPathMatcher("glob:" + pattern.group(1))
                        .matches(file));
    }

    /** @return the cells of each row that begins with a key */
    private static List<String[]> rows(Path page) throws IOException {
        return Files.readAllLines(page).stream()
                .filter(line -> line.matches("[|] `[a-z][\\w.-]*`.*"))
                .map(line -> line.substring(1).split("[|]"))
                .filter(cells -> !cells[0].contains(".properties") && !cells[0].contains(".json"))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static List<String> codes(String cell) {
        return CODE.matcher(cell).results().map(code -> code.group(1)).toList();
    }

    private static List<MatchResult> found(Pattern pattern, Path page) throws IOException {
        Matcher matcher = pattern.matcher(Files.readString(page));
        return matcher.results().toList();
    }
}
