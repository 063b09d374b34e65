/* Notifications over the last minutes, hour or day, with a time axis and the numbers of the moment that is pointed at. */

import {$, attribute, element, fill, svg, text} from './dom.js';
import {count, hourWords, plural, rate, sum, timeWords} from './words.js';
import {change, wanted} from './address.js';

const RANGES = {
  '5m': {words: 'five minutes', title: 'Notifications a second', tick: 60},
  '1h': {words: 'hour', title: 'Notifications in 12 seconds', tick: 600},
  '24h': {words: '24 hours', title: 'Notifications in about five minutes', tick: 4 * 3600}};

let shown = null;
let pointed = null;

/* The least of 1, 2, 5, 10, 20, 50 … that everything is under. */
function ceiling(most) {
  for (let power = 1; ; power *= 10) {
    for (const step of [1, 2, 5]) {
      if (most <= step * power) {
        return step * power;
      }
    }
  }
}

/* Steps from one height to another, as an area. */
function area(from, to, top) {
  let path = '';
  for (let i = 0; i < to.length; i++) {
    if (to[i] > from[i]) {
      const low = 100 - from[i] / top * 100;
      const high = 100 - to[i] / top * 100;
      path += `M${i} ${low.toFixed(2)}V${high.toFixed(2)}h1V${low.toFixed(2)}z`;
    }
  }
  return path;
}

export function showRates(rates) {
  shown = rates;
  const {delivered, failed} = rates;
  const range = RANGES[rates.range];
  const all = delivered.map((number, i) => number + failed[i]);
  const most = Math.max(...all);
  const top = ceiling(Math.max(1, most));
  text($('rate-title'), range.title);
  attribute($('rate-delivered'), 'd', area(all.map(() => 0), delivered, top));
  attribute($('rate-failed'), 'd', area(delivered, all, top));
  text($('rate-top'), count.format(top));
  text($('rate-middle'), rate.format(top / 2));
  const words = most === 0 ? `none in the last ${range.words}` : `at most ${count.format(most)}, ${count.format(sum(all))} in all`;
  text($('rate-words'), words);
  attribute($('rate'), 'aria-label', `${range.title} over the last ${range.words}: ${words}, `
    + `${count.format(sum(failed))} of them not delivered`);
  document.querySelectorAll('#ranges button').forEach(button =>
    attribute(button, 'aria-pressed', String(button.value === rates.range)));
  showTicks(rates, range.tick);
  showPoint();
}

/* Ticks stand at whole minutes or hours of the viewer's clock. */
function showTicks(rates, tick) {
  const until = new Date(rates.until) / 1000;
  const seconds = rates.step * rates.delivered.length;
  const zone = new Date(rates.until).getTimezoneOffset() * 60;
  const ticks = [];
  for (let at = Math.floor((until - zone) / tick) * tick + zone; at > until - seconds; at -= tick) {
    ticks.push({x: (1 - (until - at) / seconds) * 100, words: hourWords(new Date(at * 1000))});
  }
  attribute($('rate-ticks'), 'd', ticks.map(({x}) => `M${(x * 3).toFixed(2)} 0V100`).join(''));
  fill($('ticks'), JSON.stringify(ticks), () => ticks.filter(({x}) => x > 3 && x < 97).map(({x, words}) => {
    const label = element('span', '', words);
    label.style.left = `${x}%`;
    return label;
  }));
}

/* What the pointer, a finger or the keyboard has chosen. */
function showPoint() {
  const line = $('rate-point-line');
  line.toggleAttribute('hidden', pointed === null);
  if (pointed === null) {
    text($('rate-point'), 'Point at the chart, or use the slider, to see the numbers of a moment.');
    return;
  }
  attribute(line, 'd', `M${pointed + .5} 0V100`);
  const end = new Date(shown.until) - (shown.delivered.length - 1 - pointed) * shown.step * 1000;
  const from = timeWords(new Date(end - shown.step * 1000).toISOString());
  const words = `${from}: ${plural(shown.delivered[pointed], 'notification', 'notifications')} delivered, `
    + `${count.format(shown.failed[pointed])} not`;
  text($('rate-point'), words);
  attribute($('rate-slider'), 'aria-valuetext', words);
}

function point(index) {
  pointed = index;
  if (index !== null) {
    $('rate-slider').value = index;
  }
  if (shown) {
    showPoint();
  }
}

export function begin(ask) {
  const chart = $('rate');
  const at = event => {
    const box = chart.getBoundingClientRect();
    point(Math.max(0, Math.min(299, Math.floor((event.clientX - box.left) / box.width * 300))));
  };
  chart.addEventListener('pointermove', at);
  chart.addEventListener('pointerdown', at);
  chart.addEventListener('pointerleave', event => event.pointerType === 'mouse' && point(null));
  $('rate-slider').addEventListener('input', () => point(Number($('rate-slider').value)));
  $('ranges').addEventListener('click', event => {
    if (event.target.value) {
      point(null);
      change({range: event.target.value});
      ask();
    }
  });
}

export const rangeWords = () => RANGES[wanted.range]?.words ?? RANGES['5m'].words;
