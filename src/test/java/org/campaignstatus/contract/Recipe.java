package org.campaignstatus.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A recipe of docs/recipes.md: its snippets, each with the sentence in front of it that says where it goes. */
record Recipe(String text) {

    private static final Path PAGE = Path.of("docs/recipes.md");

    private static final Pattern STEP = Pattern.compile(
            "In `([\\w-]+\\.xml)`,\\s+(behind|before|in place of)\\s+`([\\w-]+)`:\n\n```xml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern NEW_FILE =
            Pattern.compile("As the new file `([\\w-]+\\.xml)`:\n\n```xml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern PROPERTIES = Pattern.compile("```properties\n(.*?)```", Pattern.DOTALL);
    private static final Pattern JSON = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

    /** An edit of a shipped route file. */
    record Edit(String file, String place, String step, String snippet) {

        /** Edits the file of that name in a folder. */
        void applyIn(Path routes) throws IOException {
            Path path = routes.resolve(file);
            String route = Files.readString(path);
            Matcher element = Pattern.compile(
                            "<(\\w+) id=\"" + step + "\"(?:[^<>]*/>|[^<>]*>.*?</\\1>)", Pattern.DOTALL)
                    .matcher(route);
            assertThat(element.results()).as("%s in %s", step, file).hasSize(1);
            Files.writeString(
                    path,
                    element.replaceFirst(found -> Matcher.quoteReplacement(
                            switch (place) {
                                case "behind" -> found.group() + "\n" + snippet;
                                case "before" -> snippet + found.group();
                                default -> snippet;
                            })));
        }
    }

    static Recipe named(String heading) throws IOException {
        return all().get(heading);
    }

    /** @return the recipes by their headings */
    static Map<String, Recipe> all() throws IOException {
        return Arrays.stream(Files.readString(PAGE).split("(?m)^## "))
                .skip(1)
                .collect(Collectors.toMap(part -> part.lines().findFirst().orElseThrow(), Recipe::new));
    }

    List<Edit> edits() {
        return STEP.matcher(text)
                .results()
                .map(found -> new Edit(found.group(1), found.group(2), found.group(3), found.group(4)))
                .toList();
    }

    /** @return the texts of new route files by their names */
    Map<String, String> newFiles() {
        return NEW_FILE.matcher(text)
                .results()
                .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
    }

    /** @return the lines that the recipe adds to application.properties */
    String properties() {
        Matcher block = PROPERTIES.matcher(text);
        return block.find() ? block.group(1) : "";
    }

    /** @return the keys and values of these lines */
    Map<String, String> settings() {
        return properties()
                .lines()
                .map(line -> line.split(" = ", 2))
                .collect(Collectors.toMap(line -> line[0], line -> line[1]));
    }

    String json() {
        Matcher block = JSON.matcher(text);
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    long snippets() {
        return Pattern.compile("```\\w+\n").matcher(text).results().count();
    }
}
