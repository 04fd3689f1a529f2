import { control, list, whoAmI } from './api.js';
import { attempt, closeDialog, h, showDialog } from './dom.js';

/** The custom actions of the project's workspace, for what is selected. */
export function actionMenu(project, selection) {
  const choose = h('select', { ariaLabel: 'Action' });
  const run = h('button', { type: 'button', onclick: attempt(() => start(choose.value, selection())) }, 'Run');
  const element = h('span', { className: 'actions', hidden: true }, choose, run);
  const path = `/v4/accounts/${project.account.id}/workspaces/${project.workspace_id}/actions`;
  void list(path)
    .then((actions) => {
      const usable = actions.filter(({ active }) => active);
      choose.append(...usable.map(({ id, name }) => h('option', { value: id }, name)));
      element.hidden = usable.length === 0;
    })
    .catch(() => {
      // Invited to the project alone: the workspace has no actions for this person.
    });
  return {
    element,
    update() {
      run.disabled = selection().length === 0;
      run.textContent = selection().length > 1 ? `Run on ${selection().length}` : 'Run';
    },
  };
}

async function start(actionId, assets) {
  const resources = assets.map(({ id, type }) => ({ id, type }));
  await step({ actionId, resources });
}

/** One question and its answer; a form that is answered asks again. */
async function step({ actionId, resources, interactionId, data }) {
  showDialog(h('p', { className: 'waiting' }, 'Waiting for the answer…'));
  try {
    const body = { actionId, email: whoAmI(), resources, interactionId, data };
    const result = await control('POST', '/actions/run', body);
    show(result, (values) => step({ actionId, resources, interactionId: result.interactionId, data: values }));
  } catch (error) {
    message('The action could not be run', error.message);
  }
}

function show({ shows, answer, status, attempts }, submit) {
  if (shows === 'form') form(answer, submit);
  else if (shows === 'message') message(answer.title, answer.description);
  else if (shows === 'nothing') message('Done', 'The action answered without a message.');
  else message('The action failed', status ? `It answered ${status}.` : `No answer in ${attempts.length} attempts.`);
}

function message(title, description) {
  showDialog(
    h('h2', {}, title),
    h('p', {}, description),
    h('menu', {}, h('button', { type: 'button', className: 'primary', onclick: closeDialog }, 'Close')),
  );
}

function form({ title, description, fields }, submit) {
  const controls = fields.map((field) => [field, controlFor(field)]);
  const send = (event) => {
    event.preventDefault();
    const answered = controls.filter(([{ type }]) => type !== 'link');
    void submit(Object.fromEntries(answered.map(([{ name }, input]) => [name, valueOf(input)])));
  };
  showDialog(
    h(
      'form',
      { onsubmit: send },
      h('h2', {}, title),
      h('p', {}, description),
      controls.map(([{ label }, input]) => h('label', { className: 'field' }, h('span', {}, label), input)),
      h(
        'menu',
        {},
        h('button', { type: 'button', onclick: closeDialog }, 'Cancel'),
        h('button', { className: 'primary' }, 'Submit'),
      ),
    ),
  );
}

function controlFor({ type, value, options }) {
  if (type === 'textarea') return h('textarea', { rows: 4, value: value ?? '' });
  if (type === 'boolean' || type === 'checkbox')
    return h('input', { type: 'checkbox', checked: String(value) === 'true' });
  if (type === 'link') return h('a', { href: value, target: '_blank', rel: 'noreferrer' }, value);
  if (type !== 'select') return h('input', { value: value ?? '' });
  const choices = options.map((option) => h('option', { value: option.value }, option.name));
  const select = h('select', {}, choices);
  if (value !== undefined) select.value = value;
  return select;
}

const valueOf = (input) => (input.type === 'checkbox' ? input.checked : input.value);
