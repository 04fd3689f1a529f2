import { api, control, list, whoAmI } from './api.js';
import { attempt, frameOf, h, timecode, toast, when } from './dom.js';

/** The thread of a file beside its player, with a form for the current frame. */
export async function showComments(context, player) {
  const thread = h('div');
  const refresh = async () => {
    const comments = await commentsOf(context);
    const heading = comments.length === 1 ? '1 comment' : `${comments.length} comments`;
    const items = comments.map((comment) => commentItem({ ...context, refresh }, player, comment));
    thread.replaceChildren(h('h2', {}, heading), h('ol', { className: 'comments' }, items));
  };
  await refresh();
  return h('aside', {}, composer({ ...context, refresh }, player), thread);
}

function commentsOf({ account, file }) {
  const query = 'include=owner,replies&timestamp_as_timecode=true&page_size=100&sort=created_at_asc';
  return list(`${account}/files/${file.id}/comments?${query}`);
}

function composer({ account, file, rate, refresh }, player) {
  const text = h('textarea', { rows: 2, required: true, placeholder: 'Comment at this frame', ariaLabel: 'Comment' });
  const send = async (event) => {
    event.preventDefault();
    const { annotation } = player.drawing;
    const data = { text: text.value, timestamp: timecode(player.frame(), rate), ...(annotation ? { annotation } : {}) };
    await api('POST', `${account}/files/${file.id}/comments`, data);
    toast('Comment sent');
    text.value = '';
    player.drawing.clear();
    release(event.target, player.drawing);
    await refresh();
  };
  return h(
    'form',
    { className: 'composer', onsubmit: attempt(send) },
    text,
    h('div', { className: 'tools' }, ...drawingTools(player), h('button', { className: 'primary' }, 'Comment')),
  );
}

function drawingTools({ drawing, pause }) {
  const choose = (tool) => (event) => {
    pause();
    const active = event.currentTarget.getAttribute('aria-pressed') === 'true';
    release(event.currentTarget.form, drawing);
    event.currentTarget.setAttribute('aria-pressed', String(!active));
    drawing.use(active ? undefined : tool);
  };
  const toggle = (text, tool) => h('button', { type: 'button', 'aria-pressed': 'false', onclick: choose(tool) }, text);
  const clear = h('button', { type: 'button', onclick: () => drawing.clear() }, 'Clear');
  return [toggle('Rectangle', 'rect'), toggle('Pen', 'pen'), clear];
}

function release(form, drawing) {
  for (const button of form.querySelectorAll('[aria-pressed]')) button.setAttribute('aria-pressed', 'false');
  drawing.use(undefined);
}

function commentItem(context, player, comment) {
  const done = comment.completed_at !== null;
  return h(
    'li',
    { className: done ? 'done' : '' },
    byLine(comment),
    h('p', {}, timeButton(context, player, comment), comment.text),
    comment.replies.map((reply) => h('div', { className: 'reply' }, byLine(reply), h('p', {}, reply.text))),
    h('div', { className: 'tools' }, completeButton(context, comment, done), replyForm(context, comment)),
  );
}

const byLine = ({ owner, created_at: at }) =>
  h('div', { className: 'by' }, h('strong', {}, owner?.name ?? 'Guest'), h('time', { dateTime: at }, when(at)));

function timeButton({ rate }, player, { timestamp, annotation }) {
  if (timestamp === null) return undefined;
  const jump = () => {
    player.pause();
    player.seek(frameOf(timestamp, rate));
    player.drawing.show(annotation);
  };
  const label = annotation ? `${timestamp} ✎` : timestamp;
  return h('button', { type: 'button', className: 'time', onclick: jump }, label);
}

function completeButton({ account, refresh }, { id }, done) {
  const toggle = async () => {
    await api('PATCH', `${account}/comments/${id}`, { completed: !done });
    await refresh();
  };
  return h('button', { type: 'button', className: 'quiet', onclick: attempt(toggle) }, done ? 'Reopen' : 'Complete');
}

/** Through the control API: the real one cannot create replies, its own pages can. */
function replyForm({ refresh }, { id }) {
  const text = h('input', { placeholder: 'Reply', ariaLabel: 'Reply', required: true });
  const send = async (event) => {
    event.preventDefault();
    await control('POST', '/comments/reply', { commentId: id, email: whoAmI(), text: text.value });
    await refresh();
  };
  return h(
    'form',
    { className: 'replying', onsubmit: attempt(send) },
    text,
    h('button', { className: 'quiet' }, 'Send'),
  );
}
