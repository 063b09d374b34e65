/* The first line says the worst that is true, the list below it everything else that is wrong, each with since when. */

import {$, attribute, element, fill, link, mark, name, text} from './dom.js';
import {count, now, plural, sum, timeNode, timeWords} from './words.js';

const CHECKS = {database: 'Database: works', dialer: 'Dialer: its database answers'};

const recent = (rates, key, numbers) => rates[key] ?? sum(numbers);

export const delivered = ({rates}) => recent(rates, 'recentlyDelivered', rates.delivered);
export const failed = ({rates}) => recent(rates, 'recentlyFailed', rates.failed);

function calm(status) {
  const good = delivered(status);
  const bad = failed(status);
  if (bad > 0) {
    const last = status.failures[0];
    return ['warn', `${count.format(bad)} of ${plural(good + bad, 'notification was', 'notifications were')} not delivered in the last five minutes.`,
      last ? `Last: ${last.reason}, ${last.receiver}, ${timeWords(last.last)}. Since then the receivers accept notifications again.` : ''];
  }
  if (good > 0) {
    return ['good', good === 1 ? 'The one notification of the last five minutes was delivered.'
      : `All ${count.format(good)} notifications of the last five minutes were delivered.`,
    'Every receiver answered 2xx, and nothing else is wrong.'];
  }
  if (!status.sending.on || !status.sending.receiver) {
    return ['warn', 'Notifications are off, unless a campaign group says otherwise.', offWords(status)];
  }
  return ['none', 'No notification in the last five minutes.', status.counts.running + status.counts.active === 0
    ? 'No campaign group is loaded.' : `They would go to ${status.sending.receiver}.`];
}

export function offWords(status) {
  return status.sending.on
    ? 'Set campaigngroup-states-uri in application.properties; it takes effect at once.'
    : 'Set send-campaigngroup-states = true in application.properties; it takes effect at once.';
}

function worst(status) {
  const [first] = status.troubles;
  if (!status.rates) {
    return ['bad', first.text, ''];
  }
  const bad = failed(status);
  return ['bad', first.text, bad > 0
    ? `${count.format(bad)} of ${plural(delivered(status) + bad, 'notification was', 'notifications were')} not delivered in the last five minutes.`
    : delivered(status) > 0 ? `${plural(delivered(status), 'notification', 'notifications')} of the last five minutes delivered, none failed.`
      : 'No notification in the last five minutes.'];
}

export function showHeadline(status) {
  const {troubles} = status;
  $('headline').hidden = troubles.length === 0 && !status.rates;
  if (troubles.length === 0 && !status.rates) {
    fill($('troubles'), '', () => []);
    return;
  }
  const [state, words, detail] = troubles.length > 0 ? worst(status) : calm(status);
  attribute($('headline'), 'data-state', troubles[0]?.kind === 'statistics' ? 'warn' : state);
  fill($('headline-text'), words, () => [name(words)]);
  text($('headline-detail'), detail);
  const day = now().toDateString();
  fill($('headline-since'), JSON.stringify(troubles[0] ?? '') + day, () => troubles.length > 0 ? since(troubles[0]) : []);
  fill($('troubles'), JSON.stringify(troubles.slice(1)) + day, () => troubles.slice(1).map(trouble =>
    item(trouble.kind === 'statistics' ? 'warn' : 'bad', name(trouble.text), /[.!?]$/.test(trouble.text) ? ' ' : '. ', ...since(trouble))));
}

function since(trouble) {
  return ['Since ', timeNode(trouble.since), '. ', ...trouble.link ? [link('Show', trouble.link), ' '] : []];
}

function item(state, ...words) {
  const node = element('li', '', mark(), element('span', '', ...words));
  node.dataset.state = state;
  return node;
}

/* What works, so that nobody has to ask. */
export function showHealth(status) {
  const items = [];
  if (status.health.every(check => check.works)) {
    items.push(['good', 'Program: ready']);
  }
  for (const check of status.health.filter(({works}) => works)) {
    if (check.name === 'broker') {
      items.push(status.sending.jms ? ['good', 'Broker: connected'] : ['none', 'Broker: not used']);
    } else if (check.name in CHECKS && (check.name !== 'dialer' || status.sending.database)) {
      items.push(['good', CHECKS[check.name]]);
    }
  }
  if (status.shared) {
    items.push(['none', 'Several nodes share the database: attempts, failures and rates are those of this node']);
  }
  fill($('health'), JSON.stringify(items), () => items.map(([state, words]) => item(state, words)));
}
