package org.campaignstatus.delivery;

import java.io.IOException;

/** The receiver's answer went on for longer than anybody wants to read. */
public final class AnswerTooLongException extends IOException {

    public AnswerTooLongException(long most) {
        super("more than " + most + " bytes");
    }
}
