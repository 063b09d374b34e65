package org.campaignstatus.harness;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** What is logged while it is open: every line of every logger, at the level that each of them has then. */
public final class LogCapture implements AutoCloseable {

    /** The logger of what becomes of notifications. */
    public static final String NOTIFICATIONS = "campaignstatus.notification";

    /** One line, with everything of it that reaches a log file; its time in milliseconds since 1970. */
    public record Line(Level level, String logger, String message, String stackTrace, long millis) {

        @Override
        public String toString() {
            return "%s %s %s %s".formatted(level, logger, message, stackTrace).strip();
        }
    }

    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final Level rootLevel = context.getConfiguration().getRootLogger().getLevel();
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final Recorder recorder = new Recorder();
    private final Set<String> provoked;

    private final class Recorder extends AbstractAppender {

        Recorder() {
            super("capture", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            lines.add(new Line(
                    event.getLevel(),
                    event.getLoggerName(),
                    event.getMessage().getFormattedMessage(),
                    stackTrace(event.getThrown()),
                    event.getTimeMillis()));
        }

        private static String stackTrace(Throwable thrown) {
            StringWriter text = new StringWriter();
            if (thrown != null) {
                thrown.printStackTrace(new PrintWriter(text));
            }
            return text.toString();
        }
    }

    private LogCapture(Level notifications, Set<String> provoked) {
        this.provoked = provoked;
        recorder.start();
        Configuration configuration = context.getConfiguration();
        configuration.getRootLogger().addAppender(recorder, null, null);
        for (String name : provoked) {
            Level level = name.equals(NOTIFICATIONS) ? notifications : Level.INFO;
            LoggerConfig logger = new LoggerConfig(name, level, false);
            logger.addAppender(recorder, null, null);
            configuration.addLogger(name, logger);
        }
        Configurator.setRootLevel(Level.INFO);
    }

    /** @return a capture at the levels that are shipped; what it takes of notifications does not reach the console */
    public static LogCapture start() {
        return new LogCapture(Level.INFO, Set.of(NOTIFICATIONS));
    }

    /** @return the same, for a test that provokes lines of another class too */
    public static LogCapture provoking(String logger) {
        return new LogCapture(Level.INFO, Set.of(NOTIFICATIONS, logger));
    }

    /** @return a capture with the lines about every notification turned on */
    public static LogCapture withEveryNotification() {
        return new LogCapture(Level.TRACE, Set.of(NOTIFICATIONS));
    }

    public List<Line> lines() {
        return List.copyOf(lines);
    }

    /** @return the texts of one logger */
    public List<String> messages(String logger) {
        return lines.stream()
                .filter(line -> line.logger().equals(logger))
                .map(Line::message)
                .toList();
    }

    /** @return the texts of one level of the logger of notifications that contain a text */
    public List<String> notifications(Level level, String text) {
        return lines.stream()
                .filter(line -> line.logger().equals(NOTIFICATIONS) && line.level() == level)
                .map(Line::message)
                .filter(message -> message.contains(text))
                .toList();
    }

    @Override
    public void close() {
        provoked.forEach(context.getConfiguration()::removeLogger);
        Configurator.setRootLevel(rootLevel);
        context.getConfiguration().getRootLogger().removeAppender(recorder.getName());
        recorder.stop();
    }
}
