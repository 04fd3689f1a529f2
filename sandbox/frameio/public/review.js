import { api, list, upload } from './api.js';
import { statusOf } from './browse.js';
import { showComments } from './comments.js';
import { attempt, bytes, h, timecode, toast } from './dom.js';
import { createDrawing } from './drawing.js';
import { actionMenu } from './run-action.js';

const INCLUDES = 'include=metadata,media_links.original,media_links.thumbnail';

/** A file, or the versions of a stack, with player, status and comments. */
export async function showReview(main, project, assetId) {
  const account = `/v4/accounts/${project.account.id}`;
  const versions = await versionsOf(account, assetId);
  const stack = versions.length === 1 ? await stackAround(account, versions[0]) : undefined;
  if (stack && stack.id !== assetId) {
    history.replaceState({}, '', `/project/${project.id}/view/${stack.id}?version=${assetId}`);
    return showReview(main, project, stack.id);
  }
  const wanted = new URLSearchParams(location.search).get('version');
  const file = versions.find(({ id }) => id === wanted) ?? versions.find(({ id }) => id === assetId) ?? versions.at(-1);
  const context = { account, project, file, rate: valueOf(file, 'Frame Rate') ?? 25 };
  const player = createPlayer(context);
  const stackOrFile = { id: assetId, type: assetId === file.id ? 'file' : 'version_stack' };
  const menu = actionMenu(project, () => [stackOrFile]);
  menu.update();
  const tools = [
    versionPicker(versions, file),
    await statusPicker(context),
    menu.element,
    newVersion(context, assetId),
  ];
  main.replaceChildren(
    h('div', { className: 'bar' }, h('h1', {}, file.name), ...tools),
    h('div', { className: 'review' }, player.element, await showComments(context, player)),
  );
  player.element.append(h('p', { className: 'facts' }, factsOf(file)));
  if (file.status === 'uploaded') setTimeout(() => dispatchEvent(new Event('changed')), 700);
  return parentFolder(context, assetId);
}

/** A version is shown among its others, whoever linked to it. */
async function stackAround(account, file) {
  const found = await api('GET', `${account}/version_stacks/${file.parent_id}`).catch(() => undefined);
  return found?.data;
}

/** Of the asset: a version's own parent is its stack. */
async function parentFolder({ account, file }, assetId) {
  if (assetId === file.id) return file.parent_id;
  return (await api('GET', `${account}/version_stacks/${assetId}`)).data.parent_id;
}

/** Oldest first, whatever the order of the list is. */
async function versionsOf(account, id) {
  const file = await api('GET', `${account}/files/${id}?${INCLUDES}`).catch(() => undefined);
  if (file) return [file.data];
  const children = await list(`${account}/version_stacks/${id}/children?${INCLUDES}`);
  const { head_version: head } = (await api('GET', `${account}/version_stacks/${id}`)).data;
  return children.at(-1)?.id === head.id ? children : children.toReversed();
}

const valueOf = (file, name) => file.metadata.find(({ field_definition_name: field }) => field === name)?.value;

function factsOf(file) {
  const rate = valueOf(file, 'Frame Rate');
  const facts = [file.media_type, bytes(file.file_size), valueOf(file, 'Resolution'), valueOf(file, 'Video Codec')];
  return [...facts, rate && `${rate} fps`, `status ${file.status}`].filter(Boolean).join(' · ');
}

function createPlayer({ file, rate }) {
  const source = file.status === 'created' ? undefined : file.media_links.original.inline_url;
  const video = h('video', {
    src: source,
    playsInline: true,
    preload: 'auto',
    poster: file.media_links.thumbnail.url ?? '',
  });
  const clock = h('output', { className: 'clock' }, timecode(0, rate));
  const frames = Math.max(Math.round((valueOf(file, 'Duration') ?? 0) * rate), 1);
  const position = h('input', { type: 'range', min: 0, max: frames - 1, value: 0, ariaLabel: 'Frame' });
  const canvas = h('canvas');
  return wirePlayer({ video, canvas, clock, position, rate, drawing: createDrawing(canvas) });
}

function wirePlayer({ video, canvas, clock, position, rate, drawing }) {
  let frame = 0;
  const seek = (next) => {
    frame = Math.min(Math.max(next, 0), Number(position.max));
    // The middle of the frame: its edge may show the one before.
    video.currentTime = (frame + 0.5) / rate;
    show();
  };
  const show = () => {
    clock.textContent = timecode(frame, rate);
    position.value = frame;
  };
  video.addEventListener('timeupdate', () => {
    if (video.paused) return;
    frame = Math.floor(video.currentTime * rate);
    show();
  });
  video.addEventListener('play', () => {
    drawing.clear();
    play.textContent = 'Pause';
  });
  video.addEventListener('pause', () => (play.textContent = 'Play'));
  position.addEventListener('input', () => seek(Number(position.value)));
  const button = (text, label, work) =>
    h('button', { type: 'button', ariaLabel: label, title: label, onclick: work }, text);
  const playOrPause = () => {
    if (!video.paused) video.pause();
    else void video.play().catch(() => toast('This clip has no picture to play'));
  };
  const play = button('Play', 'Play or pause', playOrPause);
  const back = button('−1', 'One frame back', () => seek(frame - 1));
  const on = button('+1', 'One frame on', () => seek(frame + 1));
  const bar = h('div', { className: 'transport' }, play, back, on, clock, position);
  const element = h('section', { className: 'player' }, h('div', { className: 'stage' }, video, canvas), bar);
  return { element, drawing, seek, pause: () => video.pause(), frame: () => frame };
}

function versionPicker(versions, file) {
  if (versions.length < 2) return undefined;
  const options = versions.map(({ id }, index) => h('option', { value: id }, `Version ${index + 1}`));
  const select = h('select', { ariaLabel: 'Version' }, options.toReversed());
  select.value = file.id;
  select.addEventListener('change', () => {
    history.replaceState({}, '', `${location.pathname}?version=${select.value}`);
    dispatchEvent(new Event('changed'));
  });
  return select;
}

async function statusPicker({ account, project, file }) {
  const fields = await list(`${account}/metadata/field_definitions?filters[exclude_immutable]=true`);
  const field = fields.find(({ name, field_type: type }) => name === 'Status' && type === 'select');
  if (!field) return undefined;
  const { options } = field.field_configuration;
  const select = h(
    'select',
    { ariaLabel: 'Status' },
    h('option', { value: '' }, 'No status'),
    options.map(({ id, display_name: label }) => h('option', { value: id }, label)),
  );
  select.value = options.find(({ display_name: label }) => label === statusOf(file.metadata))?.id ?? '';
  const write = async () => {
    const values = [{ field_definition_id: field.id, value: select.value ? [select.value] : [] }];
    await api('PATCH', `${account}/projects/${project.id}/metadata/values`, { file_ids: [file.id], values });
    toast(`Status: ${select.selectedOptions[0].textContent}`);
  };
  select.addEventListener('change', attempt(write));
  return select;
}

/** Into the folder first, then onto the stack; without a stack, one is made of both. */
function newVersion({ account, project, file }, assetId) {
  const input = h('input', { type: 'file', hidden: true });
  const label = h('label', { className: 'button' }, 'New version', input);
  const add = async () => {
    const stacked = assetId !== file.id;
    const parent = await parentFolder({ account, file }, assetId);
    const sent = await upload(project.account.id, parent, input.files[0], (share) => {
      label.firstChild.textContent = `${Math.round(share * 100)} %`;
    });
    let stackId = assetId;
    if (stacked) await api('PATCH', `${account}/files/${sent.id}/move`, { parent_id: assetId });
    else {
      const made = await api('POST', `${account}/folders/${parent}/version_stacks`, { file_ids: [file.id, sent.id] });
      stackId = made.data.id;
    }
    toast(`${input.files[0].name} is the new version`);
    history.pushState({}, '', `/project/${project.id}/view/${stackId}`);
    dispatchEvent(new Event('changed'));
  };
  input.addEventListener('change', attempt(add));
  return label;
}
