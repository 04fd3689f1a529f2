import type { SyncAnswer } from '../../server/contract/sync.ts';
import { until } from '../environment/until.ts';
import { ACCOUNTS, FOLDERS, PROJECTS, WORKSPACES } from '../frameio/seed.ts';
import { SEEDED, WORKSPACE_PATH } from '../nuxeo/seed.ts';
import { seededDigest } from '../shared/seeded-bytes.ts';
import type { Cut, Stage } from './round-trip.ts';
import { countOf, SEASON, TRAILER_COMMENTS, TRAILER_CUTS } from './sync-tree.ts';
import { callsDuring, documentsBelow, nextRun, syncOf, writesAmong } from './sync-watching.ts';
import { documentOf, storedDigest, versionsOf, type DocumentSeen } from './watching.ts';

export const SYNC_TARGET = {
  accountId: ACCOUNTS.northlight,
  workspaceId: WORKSPACES.commercials,
  projectId: PROJECTS.springSpot,
  folderId: FOLDERS.springSpotRoot,
} as const;

const { accountId } = SYNC_TARGET;
const here = SEEDED.archive;
const HERE_PATH = `${WORKSPACE_PATH}/Archive`;
/** By path in Frame.io: `Season 1/Episode 1/…`. */
type Ids = Readonly<Record<string, string>>;

/** A tree goes into a Nuxeo folder and follows Frame.io: by webhook, by the walk, and for nothing when nothing changed. */
export async function syncTree(stage: Stage, cut: Cut): Promise<void> {
  const ids = await plant(stage);
  await firstRun(stage);
  const made = await sixChanges(stage, ids, cut);
  await withoutWebhooks(stage, made);
  await unchanged(stage);
}

async function plant({ environment }: Stage): Promise<Ids> {
  const answer = await fetch(`${environment.frameioUrl}/_control/trees`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ folderId: SYNC_TARGET.folderId, children: SEASON }),
  });
  return ((await answer.json()) as { ids: Ids }).ids;
}

async function firstRun(stage: Stage): Promise<void> {
  const { transcript, ana } = stage;
  transcript.act('Sync to Frame.io folder: four levels, 60 assets, two of them version stacks');
  await ana.api<SyncAnswer>('POST', `/folders/${here}/sync`, { target: SYNC_TARGET, documentType: 'File' });
  const run = await nextRun(ana, here);
  transcript.sees('the run says 75 of 75, folders counted', [run.state, run.done, run.total], ['done', 75, 75]);
  const documents = await documentsBelow(ana, HERE_PATH);
  const ofType = (type: string) => documents.filter((one) => one.type === type);
  transcript.sees('there are 60 documents', ofType('File').length, countOf('file') + countOf('version_stack'));
  transcript.sees('there are 15 folders', ofType('Folder').length, countOf('folder'));
  const take = titled(documents, 'E2D2_B_take 7');
  const at = `${HERE_PATH}/Season 1/Episode 2/Day 2/Camera B/E2D2_B_take 7.mov`;
  transcript.sees('the deepest is in its place', take.path, at);
  transcript.sees('it holds its bytes', await storedDigest(stage.environment, take.uid), await sha256('E2D2 B 6'));
  await seesTrailer(stage, documents);
  const webhooks = () => stage.editor.v4<{ url: string }[]>('GET', webhooksOfWorkspace);
  const [webhook] = await until('a webhook', async () => (await webhooks()).length > 0 && webhooks());
  const told = webhook?.url.startsWith(`${stage.environment.sidecarUrl}/webhooks/`);
  transcript.sees('Frame.io has a webhook that tells what changes', told, true);
}

/** A stack is one document with a version of every cut, the newest with its comments. */
async function seesTrailer({ transcript, environment, ana }: Stage, documents: readonly DocumentSeen[]): Promise<void> {
  const trailer = titled(documents, 'trailer v3');
  const versions = await versionsOf(ana, trailer.uid);
  transcript.sees(
    'a stack of three cuts is one document with three versions',
    await Promise.all(versions.map((version) => storedDigest(environment, version.uid))),
    await Promise.all(TRAILER_CUTS.map((name) => sha256(name))),
  );
  transcript.sees('the newest carries its comments', commentsOf(trailer), TRAILER_COMMENTS);
}

/** What the next scene goes on with. */
interface Made {
  readonly newFile: string;
  readonly webhookId: string;
}

async function sixChanges(stage: Stage, ids: Ids, cut: Cut): Promise<Made> {
  const { transcript, ana, editor, reviewer } = stage;
  transcript.act('Six changes in Frame.io, brought by the webhook');
  const id = (path: string) => String(ids[`Season 1/${path}`]);
  const file = (path: string) => `/accounts/${accountId}/files/${id(path)}`;
  const before = await documentsBelow(ana, HERE_PATH);
  const uid = (title: string) => titled(before, title).uid;

  const newFile = await editor.upload(accountId, id('Episode 1'), 'pickup.mp4', cut.path);
  const on = { folderId: id('Episode 1'), fileId: '', stackId: id('Episode 1/trailer v3.mov') };
  await editor.newVersion(accountId, on, 'trailer v4.mp4', cut.path);
  await editor.v4('PATCH', file('Episode 1/Day 1/Camera A/E1D1_A_take 1.mov'), { name: 'hero take.mov' });
  await editor.v4('PATCH', `${file('Episode 1/Day 1/Camera A/E1D1_A_take 2.mov')}/move`, {
    parent_id: id('Episode 2/Day 1'),
  });
  await editor.v4('DELETE', file('Episode 1/Day 1/Camera A/E1D1_A_take 3.mov'));
  await reviewer.comment(accountId, id('Episode 1/Day 1/Camera A/E1D1_A_take 4.mov'), 'This one, please');
  transcript.say('a new file, a new version, a rename, a move, a deletion and a comment; nobody touches Nuxeo');

  const pickup = await until('the new file', async () =>
    (await documentsBelow(ana, HERE_PATH)).find(
      (one) => one.title === 'pickup' && Boolean(one.properties['file:content']),
    ),
  );
  transcript.sees('the new file is a document', await storedDigest(stage.environment, pickup.uid), cut.sha256);
  await seesSoon(
    stage,
    'the new version is on its document',
    uid('trailer v3'),
    async ({ uid: trailer }) => (await storedDigest(stage.environment, trailer)) === cut.sha256,
  );
  await seesSoon(stage, 'the renamed one has its new title', uid('E1D1_A_take 1'), (one) => one.title === 'hero take');
  const there = `${HERE_PATH}/Season 1/Episode 2/Day 1/`;
  await seesSoon(stage, 'the moved one is in its new folder', uid('E1D1_A_take 2'), (one) =>
    one.path.startsWith(there),
  );
  await seesSoon(stage, 'the deleted one is still here, and says so', uid('E1D1_A_take 3'), (one) => isGone(one));
  await seesSoon(stage, 'the comment is on its document', uid('E1D1_A_take 4'), (one) =>
    commentsOf(one).includes('This one, please'),
  );
  const [webhook] = await editor.v4<{ id: string }[]>('GET', webhooksOfWorkspace);
  return { newFile, webhookId: String(webhook?.id) };
}

/** Somebody switches the webhook off; what it would have told is found by looking. */
async function withoutWebhooks(stage: Stage, { newFile, webhookId }: Made): Promise<void> {
  const { transcript, ana, editor } = stage;
  transcript.act('No webhook any more: the walk finds what it did not tell');
  await settled(stage);
  await editor.v4('PATCH', `/accounts/${accountId}/webhooks/${webhookId}`, { active: false });
  const pickup = titled(await documentsBelow(ana, HERE_PATH), 'pickup');
  await editor.v4('PATCH', `/accounts/${accountId}/files/${newFile}`, { name: 'pickup, graded.mp4' });
  await editor.comment(accountId, newFile, 'Nobody hears of this one');
  const before = (await syncOf(ana, here)).run?.id;
  await ana.api('POST', `/folders/${here}/sync/runs`);
  const run = await nextRun(ana, here, before === undefined ? [] : [before]);
  transcript.sees('one of 60 assets was different', [run.state, run.assetsSeen, run.total], ['done', 60, 1]);
  const now = await documentOf(ana, pickup.uid);
  transcript.sees('it has its new title', now.title, 'pickup, graded');
  transcript.sees('and its comment', commentsOf(now), ['Nobody hears of this one']);
}

async function unchanged({ transcript, environment, ana }: Stage): Promise<void> {
  transcript.act('Refresh with nothing changed');
  const before = String((await syncOf(ana, here)).run?.id);
  const calls = await callsDuring(environment, async () => {
    await ana.api('POST', `/folders/${here}/sync/runs`);
    const run = await nextRun(ana, here, [before]);
    transcript.sees('nothing was different', [run.state, run.total], ['done', 0]);
  });
  const listings = calls.frameio.filter(({ path }) => path.includes('/children?'));
  transcript.sees('Frame.io was asked for its 16 folders, once each', listings.length, countOf('folder') + 1);
  transcript.sees('nothing was written in Frame.io', writesAmong(calls.frameio), []);
  transcript.sees('nothing was written in Nuxeo', writesAmong(calls.nuxeo), []);
}

const webhooksOfWorkspace = `/accounts/${accountId}/workspaces/${SYNC_TARGET.workspaceId}/webhooks`;

async function settled({ ana }: Stage): Promise<void> {
  let calm = 0;
  await until('no run to go on', async () => {
    const { run } = await syncOf(ana, here);
    calm = run?.endedAt ? calm + 1 : 0;
    return calm >= 10;
  });
}

async function seesSoon(
  { transcript, ana }: Stage,
  fact: string,
  uid: string,
  holds: (document: DocumentSeen) => boolean | Promise<boolean>,
): Promise<void> {
  await until(fact, async () => holds(await documentOf(ana, uid)), 30);
  transcript.sees(fact, true);
}

function titled(documents: readonly DocumentSeen[], title: string): DocumentSeen {
  const found = documents.filter((one) => one.title === title);
  if (found.length !== 1 || !found[0]) throw new Error(`There are ${found.length} documents of the title ${title}`);
  return found[0];
}

function commentsOf({ properties }: DocumentSeen): string[] {
  return ((properties['frameioreview:comments'] ?? []) as { text: string }[]).map(({ text }) => text);
}

function isGone({ properties }: DocumentSeen): boolean {
  return properties['frameioasset:state'] === 'gone';
}

function sha256(seed: string): Promise<string> {
  return seededDigest(seed, 4_000, 'sha256');
}
