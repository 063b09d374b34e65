package org.campaignstatus.settings;

import java.io.FileNotFoundException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says why a file cannot be read. Java's own messages often are no more than the file's name. */
public final class FileProblem {

    /** How {@link java.io.FileInputStream} reports it. */
    private static final Pattern DENIED = Pattern.compile("(?s)(.*) \\(Permission denied\\)");

    private FileProblem() {}

    /** @return the problem in one line that begins with the file's name */
    public static String of(Object file, Exception problem) {
        if (problem instanceof CharacterCodingException) {
            return file + ": not UTF-8";
        }
        if (problem instanceof FileSystemException system) {
            return of(file.toString(), system);
        }
        return file + ": " + problem.getMessage();
    }

    /** @return the same; empty if the problem does not name its file */
    public static Optional<String> of(Throwable problem) {
        if (problem instanceof FileSystemException system && system.getFile() != null) {
            return Optional.of(of(system.getFile(), system));
        }
        if (problem instanceof FileNotFoundException && problem.getMessage() != null) {
            Matcher denied = DENIED.matcher(problem.getMessage());
            return denied.matches() ? Optional.of(denied(denied.group(1))) : Optional.empty();
        }
        return Optional.empty();
    }

    private static String of(String file, FileSystemException problem) {
        if (problem instanceof NoSuchFileException) {
            return file + " is missing";
        }
        if (problem instanceof AccessDeniedException) {
            return denied(file);
        }
        String reason = problem.getReason();
        return file + " cannot be used: " + (reason == null ? problem.getClass().getSimpleName() : reason);
    }

    private static String denied(String file) {
        return file + " cannot be read: permission denied for user " + System.getProperty("user.name");
    }
}
