/* The first view: everything at a glance, all campaign groups, the last attempts. */

import {$, text} from './dom.js';
import {count, rate} from './words.js';
import {failed, showHealth} from './headline.js';
import * as attempts from './attempts.js';
import * as groups from './groups.js';
import * as rates from './rates.js';
import {showFailures, showReceivers} from './receivers.js';
import {showRejected} from './rejected.js';

export {known, held} from './attempts.js';

export function show(status) {
  showCounts(status);
  showHealth(status);
  rates.showRates(status.rates);
  showReceivers(status);
  showFailures(status);
  showRejected(status);
  groups.showGroups(status);
  attempts.showAttempts(status);
}

function showCounts(status) {
  const or = number => number === null ? 'unknown' : count.format(number);
  text($('count-running'), or(status.counts.running));
  text($('count-active'), or(status.counts.active));
  text($('count-not-loaded'), or(status.counts.notLoaded));
  text($('count-all'), `of ${count.format(status.counts.all)} configured`);
  text($('rate-now'), rate.format(status.rates.lastTen / 10));
  text($('failed-recently'), failed(status) === 0 ? 'None' : count.format(failed(status)));
}

export function restore() {
  groups.restore();
  attempts.restore();
}

export function begin(ask) {
  rates.begin(ask);
  groups.begin(ask);
  attempts.begin(ask);
  restore();
}
