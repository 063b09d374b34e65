/* The cells that show the state and the statistics of a campaign group. */

import {element, fill, link, name, nothing, svg} from './dom.js';
import {now, percent, spanWords, timeNode} from './words.js';

/* The statistics: how each is said, and what the top of its small chart is, if that is fixed. */
export const STATISTICS = [
  ['busyFactor', 'Busy factor', percent, 1],
  ['hitRatio', 'Hit ratio', percent, 0],
  ['overdialRate', 'Overdial rate', percent, 0],
  ['timeToComplete', 'Time to complete', spanWords, 0]];

export function showTitle(cell, group) {
  fill(cell, `${group.name} ${group.dbid} ${group.tenant}`, () => [link(name(group.name), `dbid=${group.dbid}`),
    element('small', '', `DBID ${group.dbid}, `, name(group.tenant))]);
}

export function showStatus(cell, group) {
  fill(cell, group.status, () => {
    const status = element('span', 'status', element('i'), group.status);
    status.dataset.state = group.status;
    status.firstChild.setAttribute('aria-hidden', 'true');
    return group.meaning ? [status, element('small', '', group.meaning)] : [status];
  });
}

export function showMode(cell, group) {
  fill(cell, group.dialMode + group.optimization, () => group.dialMode
    ? [group.dialMode, ...group.optimization ? [element('small', '', group.optimization)] : []] : nothing('not dialling'));
}

export function showLast(cell, group) {
  fill(cell, JSON.stringify(group.last) + now().toDateString(), () => group.last
    ? [`${group.last.action} ${group.last.actor}`, element('small', '', timeNode(group.last.time))] : nothing('none'));
}

export function showNext(cell, group) {
  if (group.noNext) {
    fill(cell, group.noNext, () => [element('span', 'quiet', group.noNext)]);
  } else if (group.next) {
    const seconds = Math.round((new Date(group.next) - now()) / 1000);
    const words = seconds > 0 ? `in ${spanWords(seconds)}` : seconds > -10 ? 'due now' : `overdue for ${spanWords(-seconds)}`;
    fill(cell, group.next + words, () => [timeNode(group.next, words)]);
  } else {
    fill(cell, 'none', () => nothing('none'));
  }
}

export function showTrend(cell, label, words, fixedTop, values) {
  const known = values.filter(value => value !== null);
  if (known.length === 0) {
    fill(cell, 'unknown', () => nothing('unknown'));
    return;
  }
  fill(cell, JSON.stringify(values), () => {
    const top = fixedTop >= Math.max(...known) ? fixedTop : Math.max(...known) * 1.15 || 1;
    const latest = values[values.length - 1];
    const chart = svg('svg', {viewBox: `0 0 ${values.length - 1} 20`, preserveAspectRatio: 'none', role: 'img',
      'aria-label': `${label} over five minutes: ${words(Math.min(...known))} to ${words(Math.max(...known))}`});
    chart.append(svg('path', {class: 'base', d: `M0 19.5H${values.length}`}), svg('path', {class: 'line', d: line(values, top)}));
    return [element('span', 'trend', element('span', latest === null ? 'quiet' : '', latest === null ? 'unknown' : words(latest)), chart)];
  });
}

/* A line with a gap where a value is unknown; one value alone is a dot. */
function line(values, top) {
  let path = '';
  let gap = true;
  values.forEach((value, i) => {
    if (value !== null) {
      const y = (18.5 - value / top * 17).toFixed(2);
      path += gap ? `M${i} ${y}h.01` : `L${i} ${y}`;
    }
    gap = value === null;
  });
  return path;
}
