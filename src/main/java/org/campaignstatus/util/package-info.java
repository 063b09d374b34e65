/** Shared by several packages and bound to no technology: clocks, counters, time limits, log lines. */
package org.campaignstatus.util;
