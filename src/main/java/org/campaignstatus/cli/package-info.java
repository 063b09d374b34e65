/** The command line: starting the program, {@code --check}, {@code --test-send}, {@code send} and {@code receive}. */
package org.campaignstatus.cli;
