/** The main class. */
package org.campaignstatus;
