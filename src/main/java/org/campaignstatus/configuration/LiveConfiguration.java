package org.campaignstatus.configuration;

import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.campaignstatus.settings.Keys;
import org.campaignstatus.settings.LiveFile;
import org.campaignstatus.settings.Settings;

/**
 * The configuration that is in force now: an edit of either file counts from the next use on. Thread-safe.
 */
public final class LiveConfiguration implements Supplier<Configuration> {

    private final LiveFile<Settings> settings;
    private final LiveFile<CampaignGroups> campaignGroups;
    private volatile Configuration current;

    /**
     * @param applicationProperties the application level of the options, and where the campaign groups are
     * @param overrides from a key to the text that counts instead of the file's, or null
     * @throws Exception if one of the two files is not good at the start; the message says why in one line
     */
    public LiveConfiguration(Path applicationProperties, UnaryOperator<String> overrides) throws Exception {
        settings = new LiveFile<>(applicationProperties, file -> Settings.read(file, overrides));
        Path file = settings.get().get(Keys.CONFIGURATION_FILE);
        campaignGroups = new LiveFile<>(file, ConfigurationReader::read);
        current = new Configuration(settings.get(), campaignGroups.get());
    }

    @Override
    public Configuration get() {
        Configuration last = current;
        Settings settingsNow = settings.get();
        CampaignGroups groupsNow = campaignGroups.get();
        if (last.settings() != settingsNow || last.campaignGroups() != groupsNow) {
            current = new Configuration(settingsNow, groupsNow);
        }
        return current;
    }
}
