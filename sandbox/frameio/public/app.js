import { api, control, list, signIn, whoAmI } from './api.js';
import { showFolder, showProjects } from './browse.js';
import { h, toast } from './dom.js';
import { showReview } from './review.js';

const main = document.querySelector('#main');
const person = document.querySelector('#person');

/** The projects the person sees, each with its account and workspace. */
async function reachableProjects() {
  const found = [];
  for (const account of await list('/v4/accounts')) {
    const path = `/v4/accounts/${account.id}`;
    const [workspaces, projects] = await Promise.all([list(`${path}/workspaces`), list(`${path}/projects`)]);
    for (const project of projects) {
      const workspace = workspaces.find(({ id }) => id === project.workspace_id);
      found.push({ ...project, account, workspace });
    }
  }
  return found;
}

/** Addresses: `/`, `/project/P`, `/project/P?folder=F`, `/project/P/view/ASSET`. */
async function route() {
  const [, , projectId, , assetId] = location.pathname.split('/');
  main.setAttribute('aria-busy', 'true');
  try {
    const projects = await reachableProjects();
    const project = projects.find(({ id }) => id === projectId);
    if (projectId && !project) throw new Error(`${whoAmI()} has no access to this project`);
    if (project) await showPath(project, await showContent(project, assetId));
    else await Promise.all([showProjects(main, projects), showPath()]);
  } catch (error) {
    main.replaceChildren(
      h('div', { className: 'empty' }, h('h1', {}, 'Nothing to see here'), h('p', {}, error.message)),
    );
    await showPath();
  } finally {
    main.removeAttribute('aria-busy');
  }
}

/** @returns The folder that is shown, or in which the shown asset is. */
function showContent(project, assetId) {
  if (assetId) return showReview(main, project, assetId);
  const folder = new URLSearchParams(location.search).get('folder') ?? project.root_folder_id;
  return showFolder(main, project, folder);
}

async function showPath(project, folderId) {
  const links = [h('a', { href: '/' }, 'Projects')];
  if (project) {
    const root = `/project/${project.id}`;
    links.push(h('a', { href: root }, project.name));
    const folders = await foldersAbove(project, folderId);
    links.push(...folders.map(({ id, name }) => h('a', { href: `${root}?folder=${id}` }, name)));
  }
  document.querySelector('#crumbs').replaceChildren(...links);
  document.title = project ? `${project.name} · Frame.io rehearsal` : 'Frame.io rehearsal';
}

async function foldersAbove(project, startId) {
  const folders = [];
  let id = startId;
  while (id && id !== project.root_folder_id) {
    const { data } = await api('GET', `/v4/accounts/${project.account.id}/folders/${id}`);
    folders.unshift(data);
    id = data.parent_id;
  }
  return folders;
}

function go(href) {
  history.pushState({}, '', href);
  return route();
}

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href^="/"]');
  if (!link || event.metaKey || event.ctrlKey || link.target) return;
  event.preventDefault();
  void go(link.getAttribute('href'));
});
addEventListener('popstate', () => void route());
addEventListener('changed', () => void route());

const people = (await control('GET', '/people')).filter(({ name }) => !name.startsWith('Service'));
person.append(...people.map(({ email, name }) => h('option', { value: email }, name)));
person.addEventListener('change', () => {
  signIn(person.value);
  toast(`Signed in as ${person.selectedOptions[0].textContent}`);
  void route();
});
const remembered = new URLSearchParams(location.search).get('person') ?? sessionStorage.getItem('person');
person.value = people.some(({ email }) => email === remembered) ? remembered : people[0].email;
signIn(person.value);
await route();
