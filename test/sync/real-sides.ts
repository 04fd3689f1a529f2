import { documentsBelow } from '../../sandbox/demo/sync-watching.ts';
import { TARGET } from '../../sandbox/demo/scenes.ts';
import { storedDigest, versionsOf, type DocumentSeen } from '../../sandbox/demo/watching.ts';
import type { Environment } from '../../sandbox/environment/environment.ts';
import type { Person } from '../../sandbox/environment/person.ts';
import type { Reviewer } from '../../sandbox/environment/reviewer.ts';
import { fieldId, statusOptionId } from '../../sandbox/frameio/seed.ts';
import { SEEDED, WORKSPACE_PATH } from '../../sandbox/nuxeo/seed.ts';
import { commentLine, type SeenAsset, type SeenDocument, type SeenFile, type Sides } from './sides.ts';

interface Dumped {
  readonly id: string;
  readonly type: SeenAsset['type'];
  readonly name: string;
  readonly children?: Dumped[];
  readonly versions?: Dumped[];
  readonly review?: string | null;
  readonly comments?: { text: string; completed: boolean }[];
}

interface Rehearsal {
  readonly environment: Environment;
  readonly ana: Person;
  readonly ben: Person;
  readonly editor: Reviewer;
}

const { accountId, projectId } = TARGET;
const A = `/accounts/${accountId}`;

/** Both stand-ins, as people use them. Every sequence has folders of its own on both sides. */
export async function realSides(rehearsal: Rehearsal, name: string): Promise<Sides> {
  const { environment, ana, editor } = rehearsal;
  const folder = async (title: string) =>
    (await editor.v4<{ id: string }>('POST', `${A}/folders/${TARGET.folderId}/folders`, { name: title })).id;
  const [source, beside] = [await folder(name), await folder(`${name} beside`)];
  const made = async (title: string) => {
    const document = { 'entity-type': 'document', type: 'Folder', name: title, properties: { 'dc:title': title } };
    return (await ana.nuxeo<DocumentSeen>('POST', `/id/${SEEDED.workspace}`, document)).uid;
  };
  const [target, besideTarget] = [await made(name), await made(`${name} beside`)];
  const digests = new Map<string, Promise<string>>();
  const assets = async () => {
    const { projects } = await control<{ projects: { root: Dumped }[] }>(environment.frameioUrl, 'GET', 'world');
    const top = projects.flatMap(({ root }) => find(root, source))[0];
    return Promise.all(below(top).map((one) => seen(one, environment, digests)));
  };
  return {
    ...{ source, beside, target, besideTarget, assets },
    documents: async () => {
      const all = await Promise.all(
        [name, `${name} beside`].map((title) => documentsBelow(ana, `${WORKSPACE_PATH}/${title}`)),
      );
      return Promise.all(all.flat().map((one) => seenDocument(one, environment, ana)));
    },
    inFrameio: inFrameio(rehearsal, beside),
    inNuxeo: inNuxeo(rehearsal),
  };
}

function find(one: Dumped, id: string): Dumped[] {
  return one.id === id ? [one] : (one.children ?? []).flatMap((child) => find(child, id));
}

type Placed = Dumped & { readonly parentId: string };

function below(folder: Dumped | undefined): Placed[] {
  return (folder?.children ?? []).flatMap((child) => [{ ...child, parentId: folder?.id ?? '' }, ...below(child)]);
}

async function seen(
  one: Placed,
  { frameioUrl }: Environment,
  digests: Map<string, Promise<string>>,
): Promise<SeenAsset> {
  const { id, type, parentId } = one;
  const files = type === 'folder' ? [] : (one.versions ?? [one]);
  const digest = async (file: string) =>
    (await control<{ sha256: string }>(frameioUrl, 'GET', `files/${file}/digest`)).sha256;
  const members = files.map(async (file): Promise<SeenFile> => {
    const content = digests.get(file.id) ?? digest(file.id);
    digests.set(file.id, content);
    const comments = (file.comments ?? []).map(({ text, completed: isCompleted }) =>
      commentLine({ text, isCompleted }),
    );
    return { id: file.id, content: await content, comments, status: file.review ?? undefined };
  });
  return { id, type, parentId, name: files.at(-1)?.name ?? one.name, members: await Promise.all(members) };
}

async function seenDocument(one: DocumentSeen, environment: Environment, ana: Person): Promise<SeenDocument> {
  const { uid, title, properties, type } = one;
  const marker = /^frameio:[^/]+\/([^/]+)\//.exec(String(properties['dc:source'] ?? ''));
  const ids = [properties['frameioasset:fileId'], properties['frameioasset:stackId'], marker?.[1]];
  const digest = (of: DocumentSeen) =>
    of.properties['file:content'] ? storedDigest(environment, of.uid) : Promise.resolve(undefined);
  const versions = type === 'Folder' ? [] : await versionsOf(ana, uid);
  const status = properties['frameioasset:statusLabel'];
  return {
    ...{ uid, title, isTrashed: false, parentUid: String((one as { parentRef?: string }).parentRef) },
    content: await digest(one),
    assetIds: ids.filter((id) => typeof id === 'string'),
    isGone: properties['frameioasset:state'] === 'gone',
    versions: await Promise.all(versions.map(digest)),
    comments: ((properties['frameioreview:comments'] ?? []) as { text: string; completed: boolean }[]).map(
      ({ text, completed: isCompleted }) => commentLine({ text, isCompleted }),
    ),
    status: typeof status === 'string' ? status : undefined,
  };
}

function inFrameio({ environment, editor }: Rehearsal, beside: string): Sides['inFrameio'] {
  const path = ({ type, id }: SeenAsset) => `${A}/${type === 'version_stack' ? 'version_stacks' : `${type}s`}/${id}`;
  const head = (asset: SeenAsset) => asset.members.at(-1)?.id ?? asset.id;
  const upload = async (folderId: string, name: string, seed: string) =>
    (await control<{ id: string }>(environment.frameioUrl, 'POST', 'files', { folderId, name, seed, size: 2_000 })).id;
  const v4 = (method: string, address: string, data?: unknown) =>
    editor.v4(method, address, data).then(() => undefined);
  const lastComment = async (asset: SeenAsset) => {
    const all = await editor.v4<{ id: string }[]>('GET', `${A}/files/${head(asset)}/comments`);
    return all.at(-1)?.id;
  };
  return {
    addFolder: (parentId, name) => v4('POST', `${A}/folders/${parentId}/folders`, { name }),
    addFile: async (folderId, name, text) => void (await upload(folderId, name, text)),
    async addVersion(asset, name, text) {
      const id = await upload(asset.parentId, name, text);
      if (asset.type === 'version_stack') return v4('PATCH', `${A}/files/${id}/move`, { parent_id: asset.id });
      await v4('POST', `${A}/folders/${asset.parentId}/version_stacks`, { file_ids: [asset.id, id] });
    },
    rename: (asset, name) => v4('PATCH', asset.type === 'folder' ? path(asset) : `${A}/files/${head(asset)}`, { name }),
    move: (asset, folderId) => v4('PATCH', `${path(asset)}/move`, { parent_id: folderId }),
    async remove(asset) {
      if (asset.type !== 'version_stack') return v4('DELETE', path(asset));
      for (const { id } of asset.members) await v4('DELETE', `${A}/files/${id}`);
    },
    async bringBack(folderId) {
      const [first] = await editor.v4<{ id: string; type: SeenAsset['type'] }[]>(
        'GET',
        `${A}/folders/${beside}/children`,
      );
      if (first) await v4('PATCH', `${path(first as SeenAsset)}/move`, { parent_id: folderId });
    },
    comment: async (asset, text) => void (await editor.comment(accountId, head(asset), text)),
    async editComment(asset, text) {
      const id = await lastComment(asset);
      if (id !== undefined) await v4('PATCH', `${A}/comments/${id}`, { text });
    },
    async completeComment(asset) {
      const id = await lastComment(asset);
      if (id !== undefined) await v4('PATCH', `${A}/comments/${id}`, { completed: true });
    },
    takeOut: (stack, folderId) => v4('PATCH', `${A}/files/${head(stack)}/move`, { parent_id: folderId }),
    async stackOn(file, on) {
      if (on.type === 'version_stack') return v4('PATCH', `${A}/files/${file.id}/move`, { parent_id: on.id });
      // Only files of one folder can be stacked.
      if (file.parentId !== on.parentId) await v4('PATCH', `${A}/files/${file.id}/move`, { parent_id: on.parentId });
      return v4('POST', `${A}/folders/${on.parentId}/version_stacks`, { file_ids: [on.id, file.id] });
    },
    setStatus: (asset, label) => {
      const option = statusOptionId(accountId, label as 'Approved');
      return editor.setStatus(accountId, projectId, head(asset), fieldId(accountId, 'Status'), option);
    },
  };
}

function inNuxeo({ environment, ben }: Rehearsal): Sides['inNuxeo'] {
  const operate = (id: string, uid: string, params: object = {}) =>
    ben.nuxeo('POST', `/automation/${id}`, { input: `doc:${uid}`, params }).then(() => undefined);
  return {
    async retitle(uid, title) {
      await ben.nuxeo('PUT', `/id/${uid}`, { 'entity-type': 'document', uid, properties: { 'dc:title': title } });
    },
    move: (uid, parentUid) => operate('Document.Move', uid, { target: parentUid }),
    async edit(uid, text) {
      const { origin } = new URL(environment.nuxeoUrl);
      await control(origin, 'POST', 'blobs', { uid, seed: text, size: 1_000, name: 'edited.mov', digest: true });
      return storedDigest(environment, uid);
    },
    lock: (uid) => operate('Document.Lock', uid),
    unlock: (uid) => operate('Document.Unlock', uid).catch(() => undefined),
    trash: (uid) => operate('Document.Trash', uid),
    untrash: (uid) => operate('Document.Untrash', uid),
  };
}

async function control<T>(origin: string, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${origin}/_control/${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`);
  return (text ? JSON.parse(text) : undefined) as T;
}
