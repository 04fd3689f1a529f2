const BASE = new URL(document.baseURI).pathname;

/** Web UI's routes: each function answers the path that leads there; all of them stand behind `#!`. */
export const router = {
  baseUrl: BASE,
  useHashbang: true,
  browse: (path, action) => `/browse${path.split('/').map(encodeURIComponent).join('/')}${actionQuery(action)}`,
  document: (uid, action) => `/doc/${uid}${actionQuery(action)}`,
  home: () => '/home',
  search: (name) => `/search/${name}`,
  tasks: () => '/tasks',
  administration: (tab = '') => `/admin/${tab}`,
  user: (name) => `/user/${encodeURIComponent(name)}`,
  group: (name) => `/group/${encodeURIComponent(name)}`,
  diff: (...uids) => `/diff/${uids.join('/')}`,
  page: (...parts) => `/${parts.join('/')}`,
  navigate: (path) => {
    const route = path.replace(/^https?:\/\/[^/]+/, '');
    location.hash = `#!${(route.startsWith(BASE) ? route.slice(BASE.length - 1) : route).replace(/^\/?#!/, '')}`;
  },
};

function actionQuery(action) {
  return action ? `?p=${encodeURIComponent(action)}` : '';
}

/**
 * Where the address leads: the page's name and what it needs.
 *
 * @returns {{ page: string, docPath?: string, docId?: string, action?: string, params: string[] }}
 */
export function currentRoute() {
  const [path = '', query = ''] = location.hash.replace(/^#!?/, '').split('?');
  const [page = 'home', ...params] = path.split('/').filter(Boolean).map(decodeURIComponent);
  const action = new URLSearchParams(query).get('p') ?? '';
  if (page === 'browse') return { page, docPath: `/${params.join('/')}`, action, params };
  if (page === 'doc') return { page: 'browse', docId: params[0], action, params };
  return { page, action, params };
}
