package org.campaignstatus.harness;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.main.Main;
import org.campaignstatus.inbox.InboxBackoff;
import org.campaignstatus.inbox.StableFileReadLock;
import org.campaignstatus.runtime.Application;

/**
 * The program in this process, with the routes and the application.properties that are shipped, in a folder of the test's
 * own. Everything that a test changes is said by overrides, as an operator would with system properties.
 */
public final class Program implements AutoCloseable {

    private final Path folder;
    private final Map<String, String> overrides = new TreeMap<>();
    private final Map<String, Object> beans = new TreeMap<>();
    private Main main;

    private Program(Path folder) {
        this.folder = folder;
    }

    /** @param folder an empty folder */
    public static Program in(Path folder) {
        Program program = new Program(folder);
        program.with("configuration.file", folder.resolve("configuration.json").toString());
        program.with(
                "lifecycle.file.directory", folder.resolve("inbox/lifecycle").toString());
        program.with(
                "statistics.file.directory", folder.resolve("inbox/statistics").toString());
        program.with(
                "camel.beans.connectionFactory.dataDirectory",
                folder.resolve("data/broker").toString());
        program.with("database.url", "jdbc:sqlite:" + folder.resolve("data/state.db"));
        program.with("camel.beans.connectionFactory.port", Integer.toString(Ports.free()));
        // a receiver that a test holds back must not time out because the machine is busy
        program.with("http-response-timeout", "60");
        program.with("camel.management.port", Integer.toString(Ports.free()));
        program.copy(Path.of("application.properties"), "application.properties");
        return program;
    }

    /** Overrides a key of application.properties. */
    public Program with(String key, String value) {
        overrides.put(key, value);
        return this;
    }

    /** Turns notifications on, to that URI. */
    public Program sendingTo(String uri) {
        return with("send-campaigngroup-states", "true").with("campaigngroup-states-uri", uri);
    }

    /** Puts a bean of the test's own in the place of the program's, as a site may do. */
    public Program withBean(String bean, Object own) {
        beans.put(bean, own);
        return this;
    }

    public Program configuredBy(String json) {
        write("configuration.json", json);
        return this;
    }

    /** Writes a file of the program's folder in place, as an editor does. */
    public void write(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void copy(Path from, String name) {
        try {
            Files.copy(from, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Program start() throws Exception {
        main = Application.create(folder.resolve("application.properties"), overrides::get);
        overrides.forEach(main::addOverrideProperty);
        for (String inbox : List.of("Lifecycle", "Statistics")) {
            handedInByRename(inbox);
        }
        beans.forEach(main::bind);
        main.start();
        return this;
    }

    /** Files that nobody writes in place need not be watched for long, so that thousands of them take no hours. */
    private void handedInByRename(String inbox) {
        InboxBackoff trouble = new InboxBackoff();
        if (beans.putIfAbsent(
                        "settled" + inbox + "Files",
                        new StableFileReadLock(System::nanoTime, Duration.ofMillis(20), trouble))
                == null) {
            beans.put(inbox.toLowerCase(Locale.ROOT) + "InboxTrouble", trouble);
        }
    }

    public CamelContext context() {
        return main.getCamelContext();
    }

    /** @return a client of the broker that this program uses; to be closed before the program */
    public Broker broker() throws JMSException {
        return Broker.connect(
                context().getRegistry().lookupByNameAndType("connectionFactory", ConnectionFactory.class));
    }

    public Path folder() {
        return folder;
    }

    public String setting(String key) {
        return overrides.get(key);
    }

    public InboxFolder lifecycleInbox() {
        return new InboxFolder(folder.resolve("inbox/lifecycle"));
    }

    public InboxFolder statisticsInbox() {
        return new InboxFolder(folder.resolve("inbox/statistics"));
    }

    /** Hands in a file of lifecycle events by renaming it into place; it counts as settled. */
    public Path handInLifecycle(String name, String text) {
        return handIn("inbox/lifecycle", name, text);
    }

    /** Hands in a file of statistics by renaming it into place; it counts as settled. */
    public Path handInStatistics(String name, String text) {
        return handIn("inbox/statistics", name, text);
    }

    private Path handIn(String inbox, String name, String text) {
        try {
            Path target = folder.resolve(inbox).resolve(name);
            Files.createDirectories(target.getParent());
            Path writing = target.resolveSibling(name + ".writing");
            Files.writeString(writing, text);
            Files.setLastModifiedTime(writing, FileTime.from(Instant.now().minusSeconds(2)));
            return Files.move(writing, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return what health says of it */
    public HealthCheck.Result health(String check) {
        return HealthCheckHelper.invokeReadiness(context()).stream()
                .filter(result -> result.getCheck().getId().equals(check))
                .findFirst()
                .orElseThrow();
    }

    public Scrape metrics() {
        return Scrape.of(Integer.parseInt(setting("camel.management.port")));
    }

    @Override
    public void close() {
        if (main != null) {
            main.stop();
        }
    }
}
