package org.campaignstatus.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps the folder of the demo for one process: a second one would delete the files of the first. */
final class DemoLock {

    /** Held on to, because a channel that nobody holds is closed, and the lock with it. */
    private static FileChannel held;

    private DemoLock() {}

    /**
     * Takes the folder, until the process ends. The lock stands beside the folder, which is new at each start.
     *
     * @throws IllegalStateException if another demo has it; the message names that one
     */
    static void take(Path folder) throws IOException {
        Path file = folder.resolveSibling(folder.getFileName() + ".lock");
        Files.createDirectories(file.toAbsolutePath().getParent());
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            throw new IllegalStateException(folder + " belongs to a demo that runs already, "
                    + Files.readString(file).strip() + ": stop that one first");
        }
        held = channel;
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(("process %d with its page on port %d%n"
                        .formatted(ProcessHandle.current().pid(), DemoPort.MANAGEMENT.number()))
                .getBytes(StandardCharsets.UTF_8)));
    }
}
