package org.campaignstatus.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;

/** When the program logs, and by which file. */
public final class Logging {

    private static final Path FILE = Path.of("log4j2.properties");
    private static final String FILE_PROPERTY = "log4j2.configurationFile";

    private Logging() {}

    /** Left to itself, Log4j looks for the file on the class path only. Must come before anything logs. */
    public static void useFile() {
        if (Files.exists(FILE) && System.getProperty(FILE_PROPERTY) == null) {
            System.setProperty(FILE_PROPERTY, FILE.toString());
        }
    }

    /** After a start that failed, how the context and the virtual machine end is no news. */
    public static void end() {
        Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, Level.OFF);
    }
}
