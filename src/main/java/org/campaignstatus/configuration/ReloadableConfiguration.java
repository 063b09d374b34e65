package org.campaignstatus.configuration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.campaignstatus.settings.InvalidSettingException;
import org.campaignstatus.settings.ReloadableFile;
import org.campaignstatus.settings.Secret;
import org.campaignstatus.settings.Setting;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configuration in force: an edit of either file is applied as {@link ReloadableFile} says. Thread-safe. */
public final class ReloadableConfiguration implements Supplier<Configuration> {

    private static final Logger LOG = LoggerFactory.getLogger(ReloadableConfiguration.class);

    private final ReloadableFile<Settings> settings;
    private final ReloadableFile<CampaignGroups> campaignGroups;
    private volatile Configuration current;
    private volatile List<Secret<?>> secretFiles;
    private volatile Configuration lastRejected;
    private volatile String complaint = "";
    private volatile long rejected;

    /**
     * @param overrides from a key to the text that overrides the file's, or null
     * @throws InvalidSettingException if one of the two files is invalid; the message says why in one line
     */
    public ReloadableConfiguration(Path applicationProperties, UnaryOperator<String> overrides) {
        this(new ReloadableFile<>(applicationProperties, new ReadingSettings(applicationProperties, overrides)));
    }

    private ReloadableConfiguration(ReloadableFile<Settings> settings) {
        this.settings = settings;
        Path file = settings.get().get(SettingKeys.CONFIGURATION_FILE);
        campaignGroups = new ReloadableFile<>(file, ConfigurationReader::read);
        current = new Configuration(settings.get(), campaignGroups.get());
        current.check();
        secretFiles = current.secretFiles();
    }

    /** @return a configuration with fixed settings that only reloads the campaign groups */
    public static ReloadableConfiguration of(Settings settings) {
        return new ReloadableConfiguration(
                new ReloadableFile<>(settings.get(SettingKeys.CONFIGURATION_FILE), any -> settings));
    }

    @Override
    public Configuration get() {
        Configuration now = current;
        Settings settingsNow = settings.get();
        CampaignGroups groupsNow = campaignGroups.get();
        return now.settings() == settingsNow && now.campaignGroups() == groupsNow
                ? now
                : combine(new Configuration(settingsNow, groupsNow));
    }

    /** @return why an edit of the two files, or of a secret's own, is not in force, in one line; empty if all are */
    public Optional<String> rejection() {
        get();
        return settings.rejection()
                .or(campaignGroups::rejection)
                .or(this::contradiction)
                .or(this::rejectedSecret);
    }

    private Optional<String> rejectedSecret() {
        return secretFiles.stream()
                .map(Secret::rejection)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> contradiction() {
        return new Configuration(settings.get(), campaignGroups.get()).equals(lastRejected)
                ? Optional.of(complaint)
                : Optional.empty();
    }

    /** @return how many edits of the two files were valid */
    public long reloads() {
        return settings.accepted() + campaignGroups.accepted();
    }

    /** @return how many edits were rejected, also because the two files contradict each other */
    public long rejections() {
        return settings.rejected() + campaignGroups.rejected() + rejected;
    }

    /** Two valid files may contradict each other; then the configuration before stays in force. */
    private synchronized Configuration combine(Configuration next) {
        if (!next.equals(current) && !next.equals(lastRejected)) {
            try {
                next.check();
                current = next;
                secretFiles = next.secretFiles();
            } catch (InvalidSettingException e) {
                complaint = e.getMessage();
                lastRejected = next;
                rejected++;
                LOG.error("An edit is rejected, the last good version stays in force: {}", e.getMessage());
            }
        }
        return current;
    }

    /** Reads the settings, and logs which keys of an edit take effect only at the next start. */
    private record ReadingSettings(Path file, UnaryOperator<String> overrides)
            implements ReloadableFile.Reading<Settings> {

        private static final List<String> AT_ONCE =
                SettingKeys.OPTIONS.stream().map(Setting::name).toList();

        @Override
        public Settings read(Path path) throws IOException {
            return Settings.read(path, overrides);
        }

        @Override
        public List<String> removed(Settings inForce, Settings next) {
            return next.removedSince(inForce);
        }

        @Override
        public void applied(Settings before, Settings now) {
            List<String> later = now.changedSince(before).stream()
                    .filter(name -> !AT_ONCE.contains(name))
                    .toList();
            if (!later.isEmpty()) {
                LOG.warn("{}: a change of {} takes effect at the next start", file, String.join(", ", later));
            }
        }
    }
}
