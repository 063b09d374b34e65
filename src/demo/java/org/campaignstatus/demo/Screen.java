package org.campaignstatus.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.campaignstatus.cli.NotificationLine;

/** What the visitor sees, in a terminal of 100 columns. Thread-safe. */
final class Screen {

    static final int WIDTH = 100;

    private Screen() {}

    static void line(String text) {
        System.out.println(text);
    }

    /** Prints the text as one line, cut where the terminal ends. */
    static void cutLine(String text) {
        line(text.length() > WIDTH ? text.substring(0, WIDTH - 4) + " ..." : text);
    }

    /** Prints one of the demo's texts, and the header of the notifications that follow. */
    static void tell(String resource) {
        show(resource);
        line("   " + NotificationLine.header());
    }

    /** Prints one of the demo's texts, with the numbers of the ports put in. */
    private static void show(String resource) {
        String text = resource(resource);
        for (DemoPort port : DemoPort.values()) {
            text = text.replace("{" + port.name() + "}", Integer.toString(port.number()));
        }
        System.out.print(text);
    }

    static String resource(String name) {
        try (InputStream text = Screen.class.getResourceAsStream(name)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
