/** The command line: starting the program, {@code --check} and {@code --test-send}. */
package org.campaignstatus.cli;
