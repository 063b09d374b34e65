package org.campaignstatus.configuration;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.settings.FileProblem;
import org.campaignstatus.settings.InvalidSettingException;
import org.campaignstatus.settings.Receiver;
import org.campaignstatus.settings.Secret;
import org.campaignstatus.settings.Setting;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.settings.Settings;
import org.campaignstatus.settings.SigningSecrets;
import org.campaignstatus.settings.UnusableSettingException;

/** The application's settings and the campaign groups in force at one moment. Immutable. */
public record Configuration(Settings settings, CampaignGroups campaignGroups) {

    public <T> T option(Setting<T> key, CampaignGroup group) {
        return group.options().get(key, settings);
    }

    /** @return empty if the feature is off or has no URI */
    public Optional<Receiver> receiver(CampaignGroup group) {
        return option(SettingKeys.SEND_STATES, group) ? option(SettingKeys.STATES_URI, group) : Optional.empty();
    }

    public ReceiverAccess access(CampaignGroup group) {
        return ReceiverAccess.of(this, group);
    }

    public HeaderOptions headerOptions(CampaignGroup group) {
        Secret<SigningSecrets> signing = option(SettingKeys.SIGNING_SECRET, group);
        return new HeaderOptions(
                option(SettingKeys.CLOUDEVENTS_HEADERS, group)
                        ? Optional.of(option(SettingKeys.CLOUDEVENTS_SOURCE, group))
                        : Optional.empty(),
                signing.isSet() ? Optional.of(signing) : Optional.empty());
    }

    /** @return the secrets that stand in files of their own, those of each text once */
    List<Secret<?>> secretFiles() {
        return Stream.concat(
                        settings.secretFiles(),
                        campaignGroups.all().flatMap(group -> group.options().secretFiles()))
                .distinct()
                .toList();
    }

    /** @throws InvalidSettingException if options of different files contradict each other */
    void check() {
        problems().stream().findFirst().ifPresent(problem -> {
            throw new InvalidSettingException(problem);
        });
    }

    /** @return every problem for which {@link #check} would throw, a line each */
    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        Set<Setting<?>> needed = new LinkedHashSet<>();
        campaignGroups.all().forEach(group -> {
            try {
                if (receiver(group).isPresent()) {
                    access(group);
                }
            } catch (InvalidSettingException e) {
                problems.add("options of campaign group %s (dbid %d): %s"
                        .formatted(group.name(), group.dbid(), e.getMessage()));
            } catch (UnusableSettingException e) {
                needed.add(e.key());
            }
        });
        if (!needed.isEmpty()) {
            problems.add(
                    "whether the options of every campaign group go together was not looked at, because of what is wrong with "
                            + Setting.names(needed));
        }
        return problems;
    }

    /**
     * @param settings some keys may have no value
     * @return all problems of a configuration file, alone and with those settings; a line each
     */
    public static List<String> problems(Settings settings, Path file) {
        List<String> problems = new ArrayList<>();
        try {
            CampaignGroups groups =
                    ConfigurationReader.read(file, wrong -> problems.add(file + ": " + wrong.getMessage()));
            problems.addAll(new Configuration(settings, groups).problems());
        } catch (NoSuchFileException e) {
            problems.add(FileProblem.of(file, e) + ": expected the campaign groups");
        } catch (IOException | InvalidInputException e) {
            problems.add(FileProblem.of(file, e));
        }
        return problems;
    }

    /** @return the period of messages about the campaign group; zero for none */
    public Duration interval(int dbid) {
        return campaignGroups
                .withDbid(dbid)
                .filter(group -> receiver(group).isPresent())
                .map(group -> option(SettingKeys.STATES_INTERVAL, group))
                .orElse(Duration.ZERO);
    }

    public Duration longestResponseTimeout() {
        return campaignGroups
                .all()
                .map(group -> option(SettingKeys.RESPONSE_TIMEOUT, group))
                .max(Duration::compareTo)
                .orElse(settings.get(SettingKeys.RESPONSE_TIMEOUT));
    }
}
