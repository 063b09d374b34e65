package org.campaignstatus.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.campaignstatus.settings.Setting;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.settings.Settings;

/** The vendor's order of look-up: the campaign group, then the application, then the built-in default. */
class OptionLookUpTest {

    private static Path folder;

    @BeforeContainer
    static void createFolder() throws IOException {
        folder = Files.createTempDirectory("options");
    }

    @AfterContainer
    static void deleteFolder() throws IOException {
        Files.deleteIfExists(folder.resolve("configuration.json"));
        Files.delete(folder);
    }

    @Property(tries = 300)
    void theCampaignGroupComesBeforeTheApplicationAndThatBeforeTheDefault(
            @ForAll("optionValues") Map<String, String> own, @ForAll("optionValues") Map<String, String> application)
            throws IOException {
        Configuration configuration = configuration(own, application);
        CampaignGroup group = configuration.campaignGroups().withDbid(1).orElseThrow();

        for (Setting<?> option : SettingKeys.OPTIONS) {
            String expected =
                    own.getOrDefault(option.name(), application.getOrDefault(option.name(), option.defaultText()));
            assertThat((Object) configuration.option(option, group)).isEqualTo(option.parse(expected, "test"));
        }
    }

    @Property(tries = 300)
    void nothingIsSentUnlessTheFeatureIsOnAndHasAUri(
            @ForAll("optionValues") Map<String, String> own, @ForAll("optionValues") Map<String, String> application)
            throws IOException {
        Configuration configuration = configuration(own, application);
        CampaignGroup group = configuration.campaignGroups().withDbid(1).orElseThrow();

        boolean on = configuration.option(SettingKeys.SEND_STATES, group);
        boolean hasUri = configuration.option(SettingKeys.STATES_URI, group).isPresent();
        assertThat(configuration.receiver(group).isPresent()).isEqualTo(on && hasUri);
        assertThat(configuration.interval(1))
                .isEqualTo(on && hasUri ? configuration.option(SettingKeys.STATES_INTERVAL, group) : Duration.ZERO);
    }

    @Provide
    Arbitrary<Map<String, String>> optionValues() {
        Map<String, Arbitrary<String>> values = Map.of(
                SettingKeys.SEND_STATES.name(), Arbitraries.of("true", "yes", "false", "no"),
                SettingKeys.STATES_URI.name(), Arbitraries.of("http://a.example/x?y=%2B", "https://b.example"),
                SettingKeys.STATES_INTERVAL.name(),
                        Arbitraries.integers().between(0, 86_400).map(String::valueOf),
                SettingKeys.RESPONSE_TIMEOUT.name(),
                        Arbitraries.integers().between(1, 600).map(String::valueOf),
                SettingKeys.CONNECTION_POOL_SIZE.name(),
                        Arbitraries.integers().between(1, 1000).map(String::valueOf));
        return Arbitraries.subsetOf(values.keySet())
                .flatMap(names -> Arbitraries.create(() -> names)
                        .flatMap(some -> Combinators.combine(some.stream()
                                        .map(name -> values.get(name).map(value -> Map.entry(name, value)))
                                        .toList())
                                .as(entries -> {
                                    Map<String, String> map = new HashMap<>();
                                    entries.forEach(entry -> map.put(entry.getKey(), entry.getValue()));
                                    return map;
                                })));
    }

    private static Configuration configuration(Map<String, String> own, Map<String, String> application)
            throws IOException {
        StringBuilder options = new StringBuilder();
        own.forEach((name, value) ->
                options.append(options.length() == 0 ? "" : ",").append("\"%s\":\"%s\"".formatted(name, value)));
        Path file = folder.resolve("configuration.json");
        write(
                file,
                "{\"campaignGroups\":[{\"dbid\":1,\"uuid\":\"u\",\"name\":\"n\",\"group\":\"g\",\"campaign\":\"c\",\"options\":{"
                        + options + "}}]}");
        return new Configuration(
                Settings.read(folder.resolve("none"), application::get), ConfigurationReader.read(file));
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
