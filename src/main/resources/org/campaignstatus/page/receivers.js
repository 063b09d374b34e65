/* How each receiver does, and what was not delivered, by receiver and reason. */

import {$, element, empty, fill, link, name, nothing, rows, text} from './dom.js';
import {count, shareWords, timeNode, timeWords, tookWords} from './words.js';
import {rangeWords} from './rates.js';

const attemptsOf = receiver => new URLSearchParams({attempts: 'failed', receiver}).toString();

export function showReceivers(status) {
  const {receivers} = status;
  text($('receivers-range'), `Over about the last ${rangeWords()}`
    + (status.receiversInAll > receivers.length ? `, ${receivers.length} of ${count.format(status.receiversInAll)}; all are in the export` : ''));
  empty($('receivers'), $('receivers-empty'), receivers.length > 0 ? '' : `No notification in the last ${rangeWords()}.`);
  rows($('receivers'), receivers.length).forEach((row, i) => {
    const one = receivers[i];
    const all = one.delivered + one.failed;
    const [title, share, p50, p99, state] = row.cells;
    fill(title, one.receiver, () => [name(one.receiver)]);
    fill(share, `${one.delivered}/${all}`, () => all === 0 ? nothing('none')
      : [shareWords(one.delivered, all), element('small', '', `of ${count.format(all)}`)]);
    text(p50, one.p50 === null ? '–' : tookWords(one.p50));
    text(p99, one.p99 === null ? '–' : tookWords(one.p99));
    fill(state, one.failingSince + one.reason, () => one.failingSince === null ? ['delivers']
      : [element('strong', '', 'fails since '), timeNode(one.failingSince), element('small', '', link(one.reason, attemptsOf(one.receiver)))]);
  });
}

const deliversAgain = failure => failure.delivered !== null && failure.delivered > failure.last;

export function showFailures(status) {
  const {failures} = status;
  empty($('failures'), $('failures-empty'),
    failures.length > 0 ? '' : `Every notification since the program started, ${timeWords(status.started)}, was delivered.`);
  rows($('failures'), failures.length).forEach((row, i) => {
    const failure = failures[i];
    const [receiver, reason, recently, all, last, since] = row.cells;
    fill(receiver, failure.receiver, () => [name(failure.receiver)]);
    text(reason, failure.reason);
    text(recently, failure.recently === 0 ? 'none' : count.format(failure.recently));
    text(all, count.format(failure.count));
    fill(last, failure.last + failure.first, () => [timeNode(failure.last),
      ...failure.count > 1 ? [element('small', '', 'first ', timeNode(failure.first))] : []]);
    const again = deliversAgain(failure);
    fill(since, again ? 'again' : `none ${failure.delivered}`, () => again ? ['delivers again'] : [element('strong', '', 'nothing delivered'),
      ...failure.delivered === null ? [] : [element('small', '', 'last delivery ', timeNode(failure.delivered))]]);
  });
}
