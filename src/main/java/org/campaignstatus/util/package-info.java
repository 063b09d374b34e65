/** What several packages need and no technology owns: clocks, time limits, log lines. */
package org.campaignstatus.util;
