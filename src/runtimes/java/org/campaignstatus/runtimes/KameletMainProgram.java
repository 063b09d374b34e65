package org.campaignstatus.runtimes;

import org.apache.camel.main.KameletMain;

/** The routes in the runtime of the Camel CLI, with the class path in place of what that would download. */
public final class KameletMainProgram {

    private KameletMainProgram() {}

    public static void main(String[] args) throws Exception {
        KameletMain main = new KameletMain("cli");
        main.setDownload(false);
        main.setDefaultPropertyPlaceholderLocation("file:application.properties");
        main.run();
    }
}
