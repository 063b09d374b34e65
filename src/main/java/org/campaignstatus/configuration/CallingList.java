package org.campaignstatus.configuration;

/** A table of records to dial. */
public record CallingList(int dbid, String name) {}
