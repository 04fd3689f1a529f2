import type { Binding } from '../domain/binding.ts';
import { RuleError } from '../domain/errors.ts';
import type { Nuxeo } from '../ports/nuxeo.ts';
import type { Deps } from './deps.ts';

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
