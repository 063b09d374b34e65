/* Numbers and times as people read them. */

export const count = new Intl.NumberFormat('en');
export const rate = new Intl.NumberFormat('en', {maximumFractionDigits: 1});

import {element} from './dom.js';

/* By how many milliseconds the clock of the program is ahead of this one. */
export const clock = {offset: 0};

export const sum = numbers => numbers.reduce((a, b) => a + b, 0);
export const plural = (number, one, many) => `${count.format(number)} ${number === 1 ? one : many}`;
export const percent = value => `${rate.format(value * 100)}\u00a0%`;
export const now = () => new Date(Date.now() + clock.offset);

const two = number => String(number).padStart(2, '0');

export const hourWords = time => `${two(time.getHours())}:${two(time.getMinutes())}`;

const clockWords = time => `${hourWords(time)}:${two(time.getSeconds())}`;

/* The time in the viewer's zone, with the day unless that is today. */
export function timeWords(iso, milliseconds = false) {
  const time = new Date(iso);
  const words = clockWords(time) + (milliseconds ? `.${String(time.getMilliseconds()).padStart(3, '0')}` : '');
  if (time.toDateString() === now().toDateString()) {
    return words;
  }
  const day = new Intl.DateTimeFormat('en', {day: 'numeric', month: 'short',
    year: time.getFullYear() === now().getFullYear() ? undefined : 'numeric'});
  return `${day.format(time).replace(' ', '\u00a0')} ${words}`;
}

export function timeNode(iso, words) {
  const node = element('time', '', words ?? timeWords(iso));
  node.dateTime = iso;
  node.title = `${iso.replace('T', ' ').replace(/(\.\d{3})\d*/, '$1').replace('Z', '')} UTC`;
  return node;
}

export function spanWords(seconds) {
  if (seconds < 90) {
    return `${Math.round(seconds)} s`;
  }
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) {
    return `${minutes} min`;
  }
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

export function tookWords(seconds) {
  return seconds < 1 ? `${Math.max(1, Math.round(seconds * 1000))} ms` : `${seconds.toFixed(1)} s`;
}

/* How many of all were delivered; never 100 % if one was not. */
export function shareWords(delivered, all) {
  return delivered === all ? '100\u00a0%' : `${(Math.floor(delivered / all * 1000) / 10).toFixed(1)}\u00a0%`;
}
