package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.RunningProgram.waiting;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.campaignstatus.harness.Answer;
import org.campaignstatus.harness.Certificates;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.harness.RunningProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets in every place where they may stand, and receivers, a proxy and an authorization server that answer with some:
 * none of them is in anything that the program gives away.
 */
@Tag("process")
final class LeakTest {

    /** All secrets have this in common. */
    private static final String SECRET = "sesame";

    private static final String SIGNING = "whsec_"
            + Base64.getEncoder()
                    .encodeToString((SECRET + "-of-thirty-two-bytes-or-so").getBytes(StandardCharsets.UTF_8));

    private static final String BASIC = Base64.getEncoder()
            .encodeToString(("user-" + SECRET + ":basic-" + SECRET).getBytes(StandardCharsets.UTF_8));

    private static final int BASIC_GROUP = 1;
    private static final int BEARER_GROUP = 2;
    private static final int OAUTH2_GROUP = 3;
    private static final int REJECTED_GROUP = 4;
    private static final int PROXY_GROUP = 5;
    private static final int TLS_GROUP = 6;
    private static final int GROUPS = 6;

    private final Receiver receiver = Receiver.start();
    private final Receiver failing = Receiver.start();
    private final Receiver login = Receiver.start();
    private final Receiver proxy = Receiver.start();

    @TempDir
    private Path folder;

    private Receiver elsewhere;
    private RunningProgram program;

    @BeforeEach
    void start() throws Exception {
        Certificates certificates =
                Certificates.in(Files.createDirectory(folder.resolve("made"))).root("root");
        elsewhere = Receiver.startTls(certificates.receiver("root", "root"), false);
        String answer = "{\"" + SECRET + "\":\"" + SECRET + "\"}";
        receiver.answering(Answer.statusWithBody(200, answer));
        failing.answering(Answer.statusWithBody(500, answer));
        proxy.answering(Answer.statusWithBody(407, answer));
        login.answering((socket, request) -> Answer.statusWithBody(
                        request.target().startsWith("/rejected") ? 401 : 200,
                        "{\"access_token\":\"token-" + SECRET + "\"}")
                .answer(socket, request));
        Path secrets = Files.createDirectory(folder.resolve("secrets"));
        Files.writeString(secrets.resolve("bearer"), "bearer-" + SECRET);
        Files.writeString(secrets.resolve("store"), Certificates.PASSWORD);
        Certificates.write(certificates.keys("root"), secrets.resolve("own.p12"));
        Certificates.write(certificates.trusting("root"), secrets.resolve("trusted.p12"));
        program = RunningProgram.in(Files.createDirectory(folder.resolve("program")))
                .withEnvironment("HTTP_CUSTOM_HEADERS", "X-Key: header-" + SECRET)
                .withEnvironment("OAUTH2_CLIENT_SECRET", "client-" + SECRET)
                .configuredBy(configuration("file:" + secrets.resolve("bearer")))
                .settings(settings(secrets));
        program.write(
                "log4j2.properties",
                Files.readString(Path.of("log4j2.properties"))
                        .replace("logger.notification.level = info", "logger.notification.level = trace"));
        program.start();
    }

    private Map<String, String> settings(Path secrets) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("send-campaigngroup-states", "true");
        settings.put("campaigngroup-states-uri", receiver.uri("/states?token=" + SECRET));
        settings.put("campaigngroup-states-interval", "1");
        settings.put("webhook-signing-secret", SIGNING);
        settings.put("http-proxy-password", "proxy-" + SECRET);
        settings.put("tls.trust-store", secrets.resolve("trusted.p12").toString());
        settings.put("tls.trust-store-password", Certificates.PASSWORD);
        settings.put("tls.key-store", secrets.resolve("own.p12").toString());
        settings.put("tls.key-store-password", "file:" + secrets.resolve("store"));
        settings.put("notification.failed", "lost");
        settings.put("jms.password", "broker-" + SECRET);
        return settings;
    }

    private String configuration(String bearer) {
        return Configured.campaignGroups()
                .with(
                        BASIC_GROUP,
                        "http-authentication",
                        "basic",
                        "http-username",
                        "user-" + SECRET,
                        "http-password",
                        "basic-" + SECRET)
                .with(
                        BEARER_GROUP,
                        "campaigngroup-states-uri",
                        failing.uri("/states?token=" + SECRET),
                        "http-authentication",
                        "bearer",
                        "http-bearer-token",
                        bearer)
                .with(OAUTH2_GROUP, oauth2("/token"))
                .with(REJECTED_GROUP, oauth2("/rejected"))
                .with(PROXY_GROUP, "http-proxy", proxy.uri(""), "http-proxy-username", "proxy-user-" + SECRET)
                .with(TLS_GROUP, "campaigngroup-states-uri", elsewhere.tlsUri("/states?token=" + SECRET))
                .json();
    }

    private String[] oauth2(String path) {
        return new String[] {
            "http-authentication",
            "oauth2",
            "oauth2-token-uri",
            login.uri(path + "?key=" + SECRET),
            "oauth2-client-id",
            "id-" + SECRET
        };
    }

    @AfterEach
    void stop() {
        program.close();
        receiver.close();
        failing.close();
        login.close();
        proxy.close();
        elsewhere.close();
    }

    @Test
    void noSecretIsInWhatTheProgramGivesAway() throws Exception {
        for (int dbid = 1; dbid <= GROUPS; dbid++) {
            program.handInLifecycle(dbid + ".jsonl", Configured.event("loaded", dbid) + "\nnot valid\n");
        }
        waiting()
                .until(() -> program.says("no access token: answer 401")
                        && program.says("answer 407, by way of proxy")
                        && program.says(
                                Configured.name(BEARER_GROUP) + " to " + failing.uri("/states") + " failed: answer 500")
                        && program.says("to " + elsewhere.tlsUri("/states") + " failed: certificate of another host"));
        waiting().until(() -> lost().containsAll(List.of("answer_4xx", "answer_5xx", "no_token", "tls")));
        waiting().until(() -> shown("Basic " + BASIC) && shown("Bearer token-" + SECRET));
        reject("configuration.json", configuration("sesame \\u0000"));
        reject("application.properties", "webhook-signing-secret = whsec_" + SECRET + "\n");

        List<String> outputs = new ArrayList<>(program.output());
        outputs.addAll(program.errors());
        for (String page : List.of("health", "health/live", "health/ready")) {
            outputs.add(program.health(page).page().toString());
        }
        assertThat(outputs)
                .anyMatch(text -> text.contains("failed within the last minute"))
                .anyMatch(text -> text.contains("an edit is rejected"));
        outputs.add(program.metrics().text());
        outputs.addAll(files());
        List<String> management = management();
        assertThat(management).hasSizeGreaterThan(100).anyMatch(text -> text.contains("receiver time-outs"));
        outputs.addAll(management);
        assertThat(outputs).noneMatch(text -> text.contains(SECRET));
        assertThat(outputs).noneMatch(text -> text.contains(Certificates.PASSWORD));
        assertThat(outputs).noneMatch(text -> text.contains(BASIC) || text.contains(SIGNING.substring(6)));

        program.terminate();
        program.exitStatus();
        assertThat(program.output()).noneMatch(text -> text.contains(SECRET) || text.contains(Certificates.PASSWORD));
    }

    /** What is not shown to anybody cannot leak, so this is a part of the proof. */
    private boolean shown(String authorization) {
        return receiver.requests().stream()
                .anyMatch(request -> authorization.equals(request.headers().get("authorization"))
                        && ("header-" + SECRET).equals(request.headers().get("x-key")));
    }

    /** @return the outcomes of the failed notifications that were kept; all have their files among those looked at */
    private List<String> lost() throws IOException {
        List<String> outcomes = new ArrayList<>();
        try (DirectoryStream<Path> records = Files.newDirectoryStream(program.file("lost"), "*.json")) {
            for (Path record : records) {
                outcomes.add(new ObjectMapper()
                        .readTree(record.toFile())
                        .path("outcome")
                        .asText());
            }
        }
        return outcomes;
    }

    private void reject(String file, String broken) {
        long before = program.logged("ERROR").size();
        program.write(file, broken);
        waiting().until(() -> program.logged("ERROR").size() > before);
    }

    /** What the program has written: names and contents of all files but those in which secrets were handed in. */
    private List<String> files() throws IOException {
        List<String> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder.resolve("program"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.add(file.toString());
                if (!List.of("configuration.json", "application.properties")
                        .contains(file.getFileName().toString())) {
                    all.add(Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return all;
    }

    /** Every attribute of every bean that JMX shows to the user who runs the program, and the names of all threads. */
    private List<String> management() throws Exception {
        VirtualMachine machine =
                VirtualMachine.attach(Long.toString(program.handle().pid()));
        try (JMXConnector connector =
                JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()))) {
            MBeanServerConnection beans = connector.getMBeanServerConnection();
            List<String> all = new ArrayList<>();
            for (ObjectName name : beans.queryNames(null, null)) {
                all.add(name.toString());
                for (MBeanAttributeInfo attribute : beans.getMBeanInfo(name).getAttributes()) {
                    all.add(text(value(beans, name, attribute.getName())));
                }
            }
            long[] threads =
                    (long[]) beans.getAttribute(new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME), "AllThreadIds");
            Object infos = beans.invoke(
                    new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME),
                    "getThreadInfo",
                    new Object[] {threads},
                    new String[] {long[].class.getName()});
            all.add(text(infos));
            return all;
        } finally {
            machine.detach();
        }
    }

    private static Object value(MBeanServerConnection beans, ObjectName name, String attribute) throws IOException {
        try {
            return beans.getAttribute(name, attribute);
        } catch (JMException | RuntimeMBeanException e) {
            return "";
        }
    }

    private static String text(Object value) {
        if (value instanceof Object[] array) {
            return Stream.of(array).map(LeakTest::text).toList().toString();
        }
        if (value instanceof CompositeData data) {
            return data.values().stream().map(LeakTest::text).toList().toString();
        }
        if (value instanceof TabularData table) {
            return table.values().stream().map(LeakTest::text).toList().toString();
        }
        return String.valueOf(value);
    }
}
