package org.campaignstatus.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/**
 * A broker in a Java virtual machine of its own, as a site has it on another machine. It can die and come back on the same
 * port with the messages that it had.
 */
public final class BrokerProcess implements AutoCloseable {

    /** Who may do everything, if there is security at all. */
    public static final String USER = "campaigns";

    public static final String PASSWORD = "hush-hush";

    private static final String READY = "The broker is ready";

    private final Path folder;
    private final int port = Ports.free();
    private final boolean security;
    private final String listening;
    private Process process;

    private BrokerProcess(Path folder, boolean security, String listening) {
        this.folder = folder;
        this.security = security;
        this.listening = listening;
    }

    /** @param folder where messages are kept; a broker that everybody may use, not started yet */
    public static BrokerProcess in(Path folder) {
        return new BrokerProcess(folder, false, "");
    }

    /** @return a broker that wants user and password, not started yet */
    public static BrokerProcess withSecurityIn(Path folder) {
        return new BrokerProcess(folder, true, "");
    }

    /**
     * @param keyStore the broker's key and certificate
     * @return a broker that speaks TLS only, and wants user and password, not started yet
     */
    public static BrokerProcess withTlsIn(Path folder, Path keyStore, String keyStorePassword) {
        return new BrokerProcess(
                folder,
                true,
                "?sslEnabled=true&keyStorePath=%s&keyStorePassword=%s&keyStoreType=PKCS12"
                        .formatted(keyStore.toAbsolutePath(), keyStorePassword));
    }

    public BrokerProcess start() {
        try {
            Files.createDirectories(folder);
            Path output = Files.writeString(folder.resolve("out.txt"), "");
            List<String> command = new ArrayList<>(ProgramArchive.commandWithTests());
            command.addAll(List.of(
                    BrokerProcess.class.getName(), Integer.toString(port), Boolean.toString(security), listening));
            Process started = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
            process = started;
            RunningProgram.waiting().until(() -> Files.readString(output).contains(READY) || !process.isAlive());
            if (!process.isAlive()) {
                throw new IllegalStateException("The broker did not start: " + Files.readString(output));
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** @return a way to connect for a test */
    public ActiveMQConnectionFactory factory() {
        return new ActiveMQConnectionFactory(url(), USER, PASSWORD);
    }

    /** Ends the broker at once, in the middle of whatever it does (SIGKILL). */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Has the broker say nothing any more; its connections stay, and new ones are accepted. */
    public void suspend() {
        signal("STOP");
    }

    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        Tool.run("", "kill", "-" + name, Long.toString(process.pid()));
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }

    /** The broker itself. */
    public static void main(String[] arguments) throws Exception {
        boolean security = Boolean.parseBoolean(arguments[1]);
        AddressSettings settings = new AddressSettings();
        settings.setMaxDeliveryAttempts(-1);
        String data = new File("data").getAbsolutePath();
        Configuration configuration = new ConfigurationImpl()
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalBufferTimeout_NIO(100_000)
                .setJournalDirectory(data + "/journal")
                .setBindingsDirectory(data + "/bindings")
                .setLargeMessagesDirectory(data + "/large-messages")
                .setPagingDirectory(data + "/paging")
                .setJMXManagementEnabled(false)
                .setSecurityEnabled(security)
                .addAddressSetting("#", settings)
                .putSecurityRoles("#", Set.of(everything()));
        configuration.addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + arguments[0] + arguments[2]);
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
        broker.setConfiguration(configuration);
        broker.setSecurityManager(new ActiveMQJAASSecurityManager(
                InVMLoginModule.class.getName(),
                new SecurityConfiguration(Map.of(USER, PASSWORD), Map.of(USER, List.of("everything")))));
        broker.start();
        broker.getActiveMQServer().waitForActivation(60, TimeUnit.SECONDS);
        System.out.println(READY);
    }

    private static Role everything() {
        return new Role("everything", true, true, true, true, true, true, true, true, true, true, false, false);
    }
}
