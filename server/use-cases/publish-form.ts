import type { Binding } from '../domain/binding.ts';
import type { Deps } from './deps.ts';
import type { ActionCall } from './accept-action.ts';

/** A form inside Frame.io, in the shape that custom actions answer with. */
export interface ActionForm {
  readonly title: string;
  readonly description: string;
  readonly fields: readonly ActionField[];
}
interface ActionField {
  readonly type: 'text' | 'textarea' | 'select';
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly options?: readonly { readonly name: string; readonly value: string }[];
}

const MAX_CHOICES = 50;

/**
 * Asked when the binding says so, or when the workspace has several bindings (X3): where to, as what, which
 * version, and a note.
 */
export async function publishForm(
  call: ActionCall,
  binding: Binding,
  { bindings, words, options }: Pick<Deps, 'bindings' | 'words' | 'options'>,
): Promise<ActionForm | undefined> {
  const workspace = { accountId: call.accountId, workspaceId: call.workspaceId ?? '' };
  const others = (await bindings.inWorkspace(workspace)).filter((one) => one.id !== binding.id);
  if (!binding.rules.askOnPublish && others.length === 0) return undefined;
  const say = (key: string) => words.text(options.locale, `frameio.form.${key}`);
  const folders = [binding, ...others].slice(0, MAX_CHOICES);
  return {
    title: binding.actionName,
    description: say('description'),
    fields: [
      {
        type: 'select',
        name: 'folder',
        label: say('folder'),
        value: binding.id,
        options: folders.map((one) => ({ name: one.folderPath, value: one.id })),
      },
      { type: 'text', name: 'documentType', label: say('document-type'), value: binding.documentType },
      {
        type: 'select',
        name: 'version',
        label: say('version'),
        value: binding.rules.version,
        options: (['minor', 'major', 'policy'] as const).map((rule) => ({ name: say(`version.${rule}`), value: rule })),
      },
      { type: 'textarea', name: 'note', label: say('note'), value: '' },
    ],
  };
}
