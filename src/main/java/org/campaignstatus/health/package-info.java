/** The health checks, each with a time limit, so that one that hangs does not delay the answer. */
package org.campaignstatus.health;
