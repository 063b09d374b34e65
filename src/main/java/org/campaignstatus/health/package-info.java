/** The health checks, and the time limit that keeps a hanging one from holding up the answer. */
package org.campaignstatus.health;
