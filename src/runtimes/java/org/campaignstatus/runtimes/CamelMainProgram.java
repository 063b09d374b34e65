package org.campaignstatus.runtimes;

import org.apache.camel.main.Main;

/** The routes in plain Camel Main, which is what the Camel CLI's own runtime extends. */
public final class CamelMainProgram {

    private CamelMainProgram() {}

    public static void main(String[] args) throws Exception {
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("file:application.properties");
        main.run();
    }
}
