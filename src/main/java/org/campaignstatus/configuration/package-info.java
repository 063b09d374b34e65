/** The campaign groups and their options, read again when {@code configuration.json} changes. Without Camel. */
package org.campaignstatus.configuration;
