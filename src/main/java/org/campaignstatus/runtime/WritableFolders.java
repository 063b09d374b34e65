package org.campaignstatus.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.campaignstatus.database.StateDataSource;
import org.campaignstatus.jms.ArtemisConnectionFactory;
import org.campaignstatus.settings.DeadLetterTarget;
import org.campaignstatus.settings.Setting;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.settings.Settings;

/** The folders that the program writes to, and whether it can. */
public final class WritableFolders {

    private WritableFolders() {}

    /**
     * @param place from the name of a key to its place in the settings
     * @return a line for each folder that is missing and cannot be made, or cannot be written to; nothing is made
     */
    public static List<String> problems(Settings settings, UnaryOperator<String> place) {
        List<String> problems = new ArrayList<>();
        if (settings.get(SettingKeys.LIFECYCLE_FILE)) {
            check(SettingKeys.LIFECYCLE_DIRECTORY, settings.get(SettingKeys.LIFECYCLE_DIRECTORY), place, problems);
        }
        if (settings.get(SettingKeys.STATISTICS_FILE)) {
            check(SettingKeys.STATISTICS_DIRECTORY, settings.get(SettingKeys.STATISTICS_DIRECTORY), place, problems);
        }
        Optional<DeadLetterTarget> failed = settings.get(SettingKeys.NOTIFICATION_FAILED);
        failed.flatMap(DeadLetterTarget::folder)
                .ifPresent(folder -> check(SettingKeys.NOTIFICATION_FAILED, folder, place, problems));
        if (settings.get(SettingKeys.BROKER_URL).equals(ArtemisConnectionFactory.EMBEDDED)
                && ApplicationResources.usesBroker(settings)) {
            check(SettingKeys.BROKER_DIRECTORY, settings.get(SettingKeys.BROKER_DIRECTORY), place, problems);
        }
        StateDataSource.folder(settings.get(SettingKeys.DATABASE_URL))
                .filter(folder -> !isUsable(folder))
                .ifPresent(folder ->
                        problems.add(place.apply(SettingKeys.DATABASE_URL.name()) + ": " + SettingKeys.DATABASE_URL
                                + ": the folder '" + folder + "' cannot be written to, or cannot be made"));
        return problems;
    }

    private static void check(Setting<?> key, Path folder, UnaryOperator<String> place, List<String> problems) {
        if (!isUsable(folder)) {
            problems.add(place.apply(key.name()) + ": " + key + " is '" + folder
                    + "', allowed is a folder that can be written to");
        }
    }

    private static boolean isUsable(Path folder) {
        if (!Files.notExists(folder)) {
            return Files.isDirectory(folder) && Files.isWritable(folder);
        }
        Path above = folder.toAbsolutePath().normalize();
        while (above != null && Files.notExists(above)) {
            above = above.getParent();
        }
        return above != null && canHoldFolders(above);
    }

    /** Rights do not tell it of every file system, nor of every user. */
    private static boolean canHoldFolders(Path folder) {
        try {
            Files.delete(Files.createTempDirectory(folder, ".check"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
