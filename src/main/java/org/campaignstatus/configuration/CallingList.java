package org.campaignstatus.configuration;

/**
 * A table of records to dial.
 *
 * @param dbid the object's key in the configuration
 * @param name its name
 */
public record CallingList(int dbid, String name) {}
