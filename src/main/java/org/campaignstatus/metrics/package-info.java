/** Meters and the endpoint that Prometheus scrapes. */
package org.campaignstatus.metrics;
