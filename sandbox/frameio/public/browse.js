import { api, list, upload } from './api.js';
import { attempt, bytes, h, toast, when } from './dom.js';
import { actionMenu } from './run-action.js';

export async function showProjects(main, projects) {
  const groups = Map.groupBy(
    projects,
    ({ account, workspace }) => `${account.display_name} · ${workspace?.name ?? 'Invited'}`,
  );
  const sections = [...groups].map(([title, members]) =>
    h('section', {}, h('h2', {}, title), h('ul', { className: 'grid' }, members.map(projectCard))),
  );
  const nothing = h('p', { className: 'empty' }, 'No project is shared with you.');
  main.replaceChildren(h('h1', {}, 'Projects'), ...(sections.length > 0 ? sections : [nothing]));
}

function projectCard({ id, name, status, storage }) {
  return h(
    'li',
    { className: 'card' },
    h('a', { href: `/project/${id}` }, h('strong', {}, name), h('small', {}, `${bytes(storage)} · ${status}`)),
  );
}

export async function showFolder(main, project, folderId) {
  const path = `/v4/accounts/${project.account.id}/folders/${folderId}`;
  const { data: folder } = await api('GET', path);
  const assets = await list(`${path}/children?page_size=500&include=metadata,media_links.thumbnail`);
  const selected = new Set();
  const menu = actionMenu(project, () => assets.filter(({ id }) => selected.has(id)));
  const cards = assets.map((asset) => assetCard(project, asset, selected, menu.update));
  main.replaceChildren(
    h('div', { className: 'bar' }, h('h1', {}, folder.name), menu.element, uploadButton(project, folderId)),
    cards.length > 0 ? h('ul', { className: 'grid' }, cards) : h('p', { className: 'empty' }, 'This folder is empty.'),
  );
  menu.update();
  return folderId;
}

function assetCard(project, asset, selected, changed) {
  const folder = asset.type === 'folder';
  const href = folder ? `/project/${project.id}?folder=${asset.id}` : `/project/${project.id}/view/${asset.id}`;
  const box = h('input', { type: 'checkbox', ariaLabel: `Select ${asset.name}` });
  box.addEventListener('change', () => {
    if (box.checked) selected.add(asset.id);
    else selected.delete(asset.id);
    changed();
  });
  return h(
    'li',
    { className: 'card asset' },
    box,
    h(
      'a',
      { href },
      folder ? h('div', { className: 'folder' }) : picture(asset),
      h('strong', {}, asset.name),
      facts(asset),
    ),
  );
}

function picture(asset) {
  const links = (asset.head_version ?? asset).media_links;
  const src = links?.thumbnail?.url;
  return src ? h('img', { src, alt: '', loading: 'lazy' }) : h('div', { className: 'pending' }, 'Processing…');
}

function facts(asset) {
  if (asset.type === 'folder') return h('small', {}, when(asset.updated_at));
  const file = asset.head_version ?? asset;
  const status = statusOf(file.metadata ?? []);
  const stack = asset.type === 'version_stack' ? 'Stack · ' : '';
  return h(
    'small',
    {},
    `${stack}${bytes(file.file_size)}`,
    status && h('span', { className: 'pill', 'data-status': status }, status),
  );
}

export const statusOf = (metadata) =>
  metadata.find(({ field_definition_name: name, field_type: type }) => name === 'Status' && type === 'select')?.value[0]
    ?.display_name;

function uploadButton(project, folderId) {
  const input = h('input', { type: 'file', hidden: true, multiple: true });
  const label = h('label', { className: 'button' }, 'Upload', input);
  input.addEventListener(
    'change',
    attempt(async () => {
      for (const file of input.files) {
        await upload(project.account.id, folderId, file, (share) => {
          label.firstChild.textContent = `${Math.round(share * 100)} %`;
        });
        toast(`${file.name} is uploaded`);
      }
      dispatchEvent(new Event('changed'));
    }),
  );
  return label;
}
