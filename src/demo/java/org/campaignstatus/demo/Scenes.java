package org.campaignstatus.demo;

import java.nio.file.Path;
import org.apache.camel.CamelContext;

/** What the demo shows, one scene after the other. */
final class Scenes {

    private final CamelContext context;
    private final DemoFolder folder;
    private final Vicidial vicidial;
    private final Thread player = new Thread(this::play, "scenes");

    Scenes(CamelContext context, Path checkout, DemoFolder folder) {
        this.context = context;
        this.folder = folder;
        this.vicidial = new Vicidial(checkout, folder);
    }

    void begin() {
        player.setDaemon(true);
        player.start();
    }

    /** Ends the scene, however late it is. */
    void end() {
        player.interrupt();
        vicidial.stop();
    }

    private void play() {
        try {
            WaysIn waysIn = new WaysIn(context, folder, vicidial);
            Screen.tell("welcome.txt");
            new Scene("campaign-day.txt", waysIn).play();
            vicidial.start();
            new Scene("vicidial.txt", waysIn).play();
            Screen.tell("what-next.txt");
        } catch (InterruptedException e) {
            // the demo is being stopped
        } catch (Exception e) {
            Screen.line("!! The scene ends early: " + e);
        }
    }
}
