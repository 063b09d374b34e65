package org.campaignstatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import org.apache.camel.CamelContext;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PropertyBindingSupport;
import org.campaignstatus.runtime.SettingsSource;
import org.campaignstatus.settings.InvalidSettingException;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.settings.Settings;

/** Whatever a value is made of: it means the same to Camel as to us, or it is rejected without being repeated. */
@Tag("endurance")
final class SettingsFuzzTest {

    private static final Path FILE = temporaryFile();

    /** A bean of which Camel sets a property. */
    public static final class Target {
        private String password;

        public void setPassword(String password) {
            this.password = password;
        }
    }

    private static Path temporaryFile() {
        try {
            return Files.createTempFile("application", ".properties");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterContainer
    static void cleanUp() throws IOException {
        Files.delete(FILE);
    }

    @Provide
    static Arbitrary<String> texts() {
        return Arbitraries.of(
                        "a", "%", "%41", "%2541", "+", "&", "&&", "?", "#", "#bean:", "=", ";", ":", "$", "${x}", "{",
                        "}", "{{", "}}", "{{x}}", "\\", "ü", "ß", "日", "😀", " ", "'", "\"", ",", "RAW(", ")", "@",
                        "@@[", "~", "..", "/")
                .list()
                .ofMinSize(1)
                .ofMaxSize(8)
                .map(words -> "x" + String.join("", words) + "x");
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void aPasswordReachesABeanAsItIs(@ForAll("texts") String text) throws Exception {
        Settings settings = read("jms.password", escaped(text));
        assertThat(settings.get(SettingKeys.BROKER_PASSWORD)).isEqualTo(text);
        Target target = new Target();
        PropertyBindingSupport.build()
                .withMandatory(true)
                .bind(context(settings), target, "password", "{{jms.password}}");
        assertThat(target.password).isEqualTo(text);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void aFolderIsTheOneThatIsPolledOrItIsRejected(@ForAll("texts") String text) throws Exception {
        try {
            Settings settings = read("lifecycle.file.directory", escaped(text));
            FileEndpoint endpoint = context(settings)
                    .getEndpoint(
                            "file:{{lifecycle.file.directory}}?include=(?s).*\\.jsonl?&delay=100", FileEndpoint.class);
            assertThat(endpoint.getFile().toPath().normalize())
                    .isEqualTo(settings.get(SettingKeys.LIFECYCLE_DIRECTORY).normalize());
        } catch (InvalidSettingException e) {
            assertThat(text).containsAnyOf("?", "\\", "${");
        }
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void aQueueIsTheOneThatIsNamedOrItIsRejected(@ForAll("texts") String text) throws Exception {
        try {
            Settings settings = read("lifecycle.jms.queue", escaped(text));
            JmsEndpoint endpoint =
                    context(settings).getEndpoint("jms:queue:{{lifecycle.jms.queue}}.failed", JmsEndpoint.class);
            assertThat(endpoint.getDestinationName()).isEqualTo(text + ".failed");
        } catch (InvalidSettingException e) {
            assertThat(text).contains("?");
        }
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void aPlaceholderWithoutAValueIsNamedByItsKeyOnly(@ForAll("texts") String text) throws IOException {
        write("database.password", escaped(text) + "{{sesame}}" + escaped(text));
        assertThatThrownBy(() -> Settings.read(FILE, name -> null))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(FILE + ", line ")
                .hasMessageContaining(": database.password: ")
                .hasMessageNotContainingAny("sesame", text);
    }

    private static String escaped(String text) {
        return text.replaceAll("(\\{\\{|}})", "\\\\$1");
    }

    private static Settings read(String key, String value) throws IOException {
        write(key, value);
        return Settings.read(FILE, name -> null);
    }

    private static void write(String key, String value) throws IOException {
        Properties properties = new Properties();
        properties.setProperty(key, value);
        try (Writer writer = Files.newBufferedWriter(FILE)) {
            properties.store(writer, null);
        }
    }

    private static CamelContext context(Settings settings) {
        CamelContext context = new DefaultCamelContext(false);
        context.build();
        SettingsSource.of(settings).handTo(context);
        return context;
    }
}
