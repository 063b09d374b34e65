package org.campaignstatus.settings;

/** A setting that is not allowed. The message is one line for the operator: file, key, value and the allowed values. */
public final class InvalidSettingException extends RuntimeException {

    public InvalidSettingException(String message) {
        super(message, null, false, false);
    }
}
