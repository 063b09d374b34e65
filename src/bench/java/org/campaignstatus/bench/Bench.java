package org.campaignstatus.bench;

import java.io.IOException;
import java.nio.file.Path;

/** What every work has at hand. @param folder where it may write */
record Bench(Scale scale, Path folder, Receiver receiver, Page page) {

    ProgramFolder program(String name) throws IOException {
        return new ProgramFolder(folder.resolve(name), scale);
    }
}
