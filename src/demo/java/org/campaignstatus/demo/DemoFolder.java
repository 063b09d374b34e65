package org.campaignstatus.demo;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that the demo writes, new at each start, so that the checkout stays as it is. The files that an operator
 * edits are the shipped ones but for the settings below.
 */
record DemoFolder(Path path) {

    static DemoFolder fresh(Path checkout, Path path) throws IOException {
        delete(path);
        DemoFolder folder = new DemoFolder(path);
        Files.createDirectories(folder.lifecycle());
        Files.createDirectories(folder.statistics());
        Files.writeString(
                folder.applicationProperties(),
                folder.settings(PropertiesText.of(checkout.resolve("application.properties"))));
        Files.writeString(folder.logging(), folder.logging(PropertiesText.of(checkout.resolve("log4j2.properties"))));
        Files.copy(checkout.resolve("samples/configuration.json"), folder.configuration());
        copy(checkout.resolve("routes"), path.resolve("routes"));
        return folder;
    }

    private String settings(PropertiesText shipped) {
        return shipped.with("send-campaigngroup-states", true)
                .with("campaigngroup-states-uri", receiver() + "/states")
                .with("campaigngroup-states-interval", 5)
                .with("lifecycle.file.directory", lifecycle())
                .with("lifecycle.jms.enabled", true)
                .with("statistics.file.directory", statistics())
                .with("statistics.jms.enabled", true)
                .with("configuration.file", configuration())
                .with("database.url", "jdbc:sqlite:" + path.resolve("data/campaign-group-status.db"))
                .with("camel.beans.connectionFactory.dataDirectory", path.resolve("data/broker"))
                .with("camel.beans.connectionFactory.port", DemoPort.BROKER.number())
                .with("camel.management.port", DemoPort.MANAGEMENT.number())
                .with("camel.main.routesIncludePattern", "file:" + path.resolve("routes") + "/*.xml")
                .text();
    }

    /** All goes to a file, 81000 and 81001 included; the screen gets what the operator should not miss. */
    private String logging(PropertiesText shipped) {
        return shipped.with("logger.notification.level", "trace")
                .with("shutdownHook", "disable")
                .with("appender.file.type", "File")
                .with("appender.file.name", "file")
                .with("appender.file.fileName", path.resolve("program.log"))
                .with("appender.file.layout.type", "PatternLayout")
                .with("appender.file.layout.pattern", "%d{HH:mm:ss.SSS} %-5p %-32.-32c{1.} %m%n%throwable")
                .with("rootLogger.appenderRef.file.ref", "file")
                .with("rootLogger.appenderRef.console.level", "warn")
                .with("appender.console.layout.pattern", "!! %d{HH:mm:ss} %m%n%ex{none}")
                .with("logger.settings.name", "org.campaignstatus.settings")
                .with("logger.settings.level", "info")
                .with("logger.settings.additivity", false)
                .with("logger.settings.appenderRef.file.ref", "file")
                .with("logger.settings.appenderRef.console.ref", "console")
                .text();
    }

    private static String receiver() {
        return "http://" + DemoPort.HOST + ":" + DemoPort.RECEIVER.number();
    }

    Path applicationProperties() {
        return path.resolve("application.properties");
    }

    Path logging() {
        return path.resolve("log4j2.properties");
    }

    private Path configuration() {
        return path.resolve("configuration.json");
    }

    Path lifecycle() {
        return path.resolve("inbox/lifecycle");
    }

    Path statistics() {
        return path.resolve("inbox/statistics");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(from, "*.xml")) {
            for (Path file : files) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static void delete(Path path) throws IOException {
        if (Files.exists(path)) {
            List<Path> deepestFirst;
            try (Stream<Path> all = Files.walk(path)) {
                deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path each : deepestFirst) {
                Files.delete(each);
            }
        }
    }
}
