/** Wiring: beans, settings for Camel, start and stop, dry runs of routes, and other runtimes of Camel. */
package org.campaignstatus.runtime;
