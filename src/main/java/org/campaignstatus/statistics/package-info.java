/** Statistics samples and the values that they give for each campaign group at a time. Without Camel. */
package org.campaignstatus.statistics;
