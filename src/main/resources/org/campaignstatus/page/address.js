/* What the viewer wants to see: it stands behind the # of the address, so that a link, a reload and "back" lead to it. */

const DEFAULTS = {dbid: '', search: '', show: 'all', sort: 'status', attempts: 'all', group: '', kind: '', receiver: '', range: '5m'};

export const wanted = {...DEFAULTS, page: 1, before: null};

export function read() {
  const kept = new URLSearchParams(location.hash.slice(1));
  for (const [key, value] of Object.entries(DEFAULTS)) {
    wanted[key] = (kept.get(key) ?? value).slice(0, key === 'receiver' ? 2000 : 200);
  }
  wanted.page = 1;
  wanted.before = null;
}

/* Changes something in place: the address follows, without a step in the history. */
export function change(values) {
  Object.assign(wanted, values);
  const kept = new URLSearchParams();
  for (const [key, value] of Object.entries(DEFAULTS)) {
    if (wanted[key] !== value) {
      kept.set(key, wanted[key]);
    }
  }
  history.replaceState(null, '', `#${kept}`);
}

/* The parameters of a request, those with a default left out. */
export function query(...keys) {
  const parameters = new URLSearchParams();
  for (const key of keys) {
    if (wanted[key] !== DEFAULTS[key] && wanted[key] !== null) {
      parameters.set(key, wanted[key]);
    }
  }
  return parameters;
}

export const GROUPS = ['search', 'show', 'sort'];
export const ATTEMPTS = ['attempts', 'group', 'kind', 'receiver'];

/* Puts the query of what is shown behind the links that export it. */
export function showExports() {
  document.querySelectorAll('a[download]').forEach(anchor => {
    const file = anchor.getAttribute('href').replace(/\?.*/, '');
    const keys = file.includes('groups') ? GROUPS : file.includes('attempts') ? ATTEMPTS : file.includes('receivers') ? ['range'] : [];
    anchor.setAttribute('href', `${file}?${query(...keys)}`.replace(/\?$/, ''));
  });
}
