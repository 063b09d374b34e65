package org.campaignstatus.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;

/** A program as shipped that does not start, and the lines that say why. */
abstract class StartSetup extends ShippedSetup {

    /** @return the one line that says why the program did not start */
    String rejection() {
        List<String> reasons = rejections();
        assertThat(reasons).hasSize(1);
        return reasons.get(0);
    }

    /** @return the lines that say why the program did not start, beside those that say what was not looked at */
    List<String> rejections() {
        int status = program.launch().exitStatus();

        assertThat(status).isEqualTo(1);
        assertThat(program.output()).noneMatch(StartSetup::isOfAStackTrace);
        assertThat(Files.exists(program.file("data/broker/journal"))).isFalse();
        return program.errors().stream()
                .filter(line -> !line.contains(" not looked at, because of what is wrong with "))
                .peek(line -> assertThat(line).startsWith("Cannot start: "))
                .map(line -> line.substring("Cannot start: ".length())
                        .replaceFirst("^application.properties, line \\d+", "application.properties"))
                .toList();
    }

    static boolean isOfAStackTrace(String line) {
        return line.matches("\\s+at .*|Caused by: .*") || line.matches("[a-z.]+[.][A-Z]\\w*(Exception|Error)(: .*)?");
    }
}
