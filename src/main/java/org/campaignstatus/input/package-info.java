/** What all sources have in common: one item of input, JSON fields, and the reason for a rejection. */
package org.campaignstatus.input;
