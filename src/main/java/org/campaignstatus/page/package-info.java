/** The status page of the management port: its data and its server. Read-only. */
package org.campaignstatus.page;
