import type { Binding } from '../domain/binding.ts';
import { RuleError } from '../domain/errors.ts';
import type { Nuxeo } from '../ports/nuxeo.ts';
import type { Deps } from './deps.ts';

/** What the question spells out; the value after these is only compared. */
const SHOWN_OF_CLAIM = 4;

/**
 * The nearest bound ancestor of a document or folder (N83).
 *
 * @throws RuleError `folder-not-bound` (N88).
 */
export async function nearestBinding(
  uid: string,
  nuxeo: Pick<Nuxeo, 'documents'>,
  { bindings }: Pick<Deps, 'bindings'>,
): Promise<Binding> {
  const ancestors = (await nuxeo.documents.ancestors(uid)).map((one) => one.uid);
  const candidates = await bindings.ofFolders([uid, ...ancestors]);
  for (const ancestor of [uid, ...ancestors]) {
    const found = candidates.find((binding) => binding.folderUid === ancestor);
    if (found) return found;
  }
  throw new RuleError('folder-not-bound');
}

/**
 * The binding of this very folder.
 *
 * @throws RuleError `folder-not-bound`; `binding-unconfirmed` while somebody is asked whether they bound it: the last
 *   value says who.
 */
export async function bindingOfFolder(
  folderUid: string,
  { bindings, activity }: Pick<Deps, 'bindings' | 'activity'>,
): Promise<Binding> {
  const binding = await bindings.ofFolder(folderUid);
  if (binding) return binding;
  throw (await unconfirmed(folderUid, 'binding-unconfirmed', { activity })) ?? new RuleError('folder-not-bound');
}

/** What somebody is asked about the folder after the database was lost; the last value says who. undefined: nothing. */
export async function unconfirmed(
  folderUid: string,
  code: 'binding-unconfirmed' | 'sync-unconfirmed',
  { activity }: Pick<Deps, 'activity'>,
): Promise<RuleError | undefined> {
  const waiting = await activity.attention({ documentUid: folderUid });
  const question = waiting.find((one) => one.code === code);
  return question && new RuleError(code, { params: [...question.params.slice(0, SHOWN_OF_CLAIM), question.person] });
}
