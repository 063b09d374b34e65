package org.campaignstatus.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of lifecycle files: reused, moved back, with other endings, in order. */
final class FileNamesTest extends LifecycleFilesSetup {

    @Test
    void aNameUsedAgainIsNewAndOverwritesNothing() throws IOException {
        for (int actor = 1; actor <= 3; actor++) {
            inbox.process(name(".json"), good(actor));
        }
        assertSent(1, 2, 3);
        List<String> names = inbox.named(".done", name(""));
        assertThat(names).hasSize(3).contains(name(".json")).allMatch(name -> name.endsWith(".json"));
        for (String name : names) {
            assertThat(Files.readString(inbox.done(name))).contains("\"actor\": ");
        }
        assertThat(names.stream().map(name -> content(inbox.done(name)))).doesNotHaveDuplicates();
    }

    @Test
    void aNameUsedAgainOverwritesNothingThatHasFailed() throws IOException {
        for (int i = 1; i <= 3; i++) {
            inbox.process(name(".jsonl"), lines(utf8("bad " + i), good(i)));
        }
        inbox.process(name(".jsonl"), "bad 4\n");
        List<String> names = inbox.named(".failed", name(""));
        assertThat(names).hasSize(8);
        assertThat(names.stream()
                        .filter(name -> name.endsWith(".jsonl"))
                        .peek(name -> assertThat(inbox.reasons(name)).hasSize(1))
                        .map(name -> content(inbox.failed(name))))
                .containsExactlyInAnyOrder("bad 1\n", "bad 2\n", "bad 3\n", "bad 4\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {".json", ".jsonl"})
    void aQuarantinedFileIsMendedAndHandedInAgain(String ending) throws IOException {
        boolean isLines = ending.equals(".jsonl");
        byte[] bad = utf8(text(good(2)).replace("124", "99"));
        inbox.process(name(ending), isLines ? lines(good(1), bad, good(3)) : array(good(1), bad, good(3)));
        assertSent(1, 3);

        String mended = content(inbox.failed(name(ending))).replace("99", "124");
        Files.delete(inbox.failed(name(ending)));
        Files.delete(inbox.failed(name(ending + ".error.txt")));
        inbox.process(name(ending), mended);
        assertSent(1, 3, 2);
        assertThat(inbox.failed(name(ending))).doesNotExist();
    }

    @Test
    void aQuarantinedFileCanBeMovedBackAsItIs() throws IOException {
        byte[] unknown = utf8(text(good(1)).replace("124", "\"Late@Group1\""));
        inbox.process(name(".json"), unknown);
        assertSent();
        program.configuredBy(CONFIGURATION.replace("]}", """
                , {"dbid": 127, "uuid": "u127", "name": "Late@Group1", "group": "Group1", "campaign": "Late"}]}
                """));
        ReloadableConfiguration live = program.context().getRegistry().findSingleByType(ReloadableConfiguration.class);
        await().until(() -> live.get().campaignGroups().size() == 4);
        Files.move(inbox.failed(name(".json")), inbox.done("").getParent().resolve(name(".json")));
        inbox.awaitTaken(name(".json"));
        assertThat(inbox.done(name(".json"))).exists();
        assertSent(1);
    }

    @Test
    void filesWithOtherEndingsAreLeftAlone() throws IOException {
        List<String> others = List.of(".txt", ".json.tmp", ".jsonl.writing", ".jsonx", ".xml", "json");
        List<Path> left = others.stream()
                .map(ending -> inbox.handIn("0-" + name(ending), good(9)))
                .toList();
        Path hidden = inbox.handIn("." + name(".json"), good(9));
        inbox.process("z-" + name(".jsonl"), lines(good(1)));
        assertSent(1);
        assertThat(left).allSatisfy(file -> assertThat(file).exists());
        assertThat(hidden).exists();
        for (Path file : left) {
            Files.delete(file);
        }
        Files.delete(hidden);
    }

    @Test
    void anEndingInUpperCaseIsAccepted() {
        inbox.process(name(".JSON"), good(1));
        inbox.process(name(".JSONL"), lines(good(2)));
        assertSent(1, 2);
    }

    @Test
    void aNameMayHoldWhatMeansSomethingElsewhere() {
        String odd = "ä ${body} $simple{date:now} {{jms.password}} %41 #1 " + name(".json");
        inbox.process(odd, good(1));
        inbox.process(odd, "bad");
        assertSent(1);
        assertThat(inbox.done(odd)).exists();
        assertThat(inbox.failed(odd)).hasContent("bad");
        assertThat(inbox.reasons(odd)).hasSize(1);
    }

    @Test
    void filesAreTakenInTheOrderOfTheirNames() {
        for (int i = 5; i > 0; i--) {
            inbox.handIn(i + "-" + name(".jsonl"), lines(good(i)));
        }
        for (int i = 1; i <= 5; i++) {
            inbox.awaitTaken(i + "-" + name(".jsonl"));
        }
        assertThat(receiver.requests()).hasSize(before + 5);
    }
}
