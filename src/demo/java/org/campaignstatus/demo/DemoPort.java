package org.campaignstatus.demo;

import java.io.IOException;
import org.campaignstatus.settings.ListeningPort;

/** The ports of 127.0.0.1 that the demo listens on; each can be another one, because somebody may have it already. */
enum DemoPort {
    RECEIVER("demo.port", 8080),
    BROKER("demo.broker.port", 61616),
    MANAGEMENT("demo.management.port", 9876),
    VICIDIAL("demo.vicidial.port", 9877);

    static final String HOST = "127.0.0.1";

    private static final int LARGEST = 65_535;

    private final String property;
    private final int usual;

    DemoPort(String property, int usual) {
        this.property = property;
        this.usual = usual;
    }

    /** @throws IllegalArgumentException if one of the ports is none or is taken; the message says what to do */
    static void checkAll() {
        for (DemoPort port : values()) {
            port.check();
        }
    }

    int number() {
        String chosen = System.getProperty(property, Integer.toString(usual));
        if (!chosen.matches("[1-9][0-9]{0,4}") || Integer.parseInt(chosen) > LARGEST) {
            throw new IllegalArgumentException("-D" + property + " is '" + chosen + "', allowed is 1 to " + LARGEST);
        }
        return Integer.parseInt(chosen);
    }

    private void check() {
        int number = number();
        try {
            new ListeningPort(HOST, number).check();
        } catch (IOException e) {
            throw new IllegalArgumentException("port " + number + " is taken, choose another with -D" + property + "="
                    + (number < LARGEST ? number + 1 : usual));
        }
    }
}
