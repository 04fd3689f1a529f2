import type { WebUiDocument } from './document.ts';
import { callNuxeo, nuxeoUrl } from './nuxeo.ts';
import { isUnclear } from './predicates.ts';

/** Under way: both actions of a folder ask at the same moment. */
const asked = new Map<string, Promise<WebUiDocument>>();

/** The folder with what its breadcrumb leaves open: whose facet it is that a folder above carries. @throws ApiFailure. */
export async function withClearAncestors(folder: WebUiDocument): Promise<WebUiDocument> {
  const entries = folder.contextParameters?.breadcrumb?.entries ?? [];
  const clear = await Promise.all(entries.map((one) => (isUnclear(one) ? ancestor(one.uid) : one)));
  return { ...folder, contextParameters: { ...folder.contextParameters, breadcrumb: { entries: clear } } };
}

function ancestor(uid: string): Promise<WebUiDocument> {
  const running = asked.get(uid) ?? ask(uid).finally(() => asked.delete(uid));
  asked.set(uid, running);
  return running;
}

function ask(uid: string): Promise<WebUiDocument> {
  return callNuxeo(nuxeoUrl(`/id/${uid}`), { headers: { properties: 'frameiobound,frameiosynced' } });
}
