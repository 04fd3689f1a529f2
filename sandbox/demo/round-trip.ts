import type { Environment } from '../environment/environment.ts';
import type { Person } from '../environment/person.ts';
import type { Reviewer } from '../environment/reviewer.ts';
import { until } from '../environment/until.ts';
import { fieldId, statusOptionId } from '../frameio/seed.ts';
import { SEEDED } from '../nuxeo/seed.ts';
import { TARGET } from './scenes.ts';
import type { Transcript } from './transcript.ts';
import {
  documentOf,
  forgetMail,
  mailAbout,
  settledBatch,
  settledJob,
  storedDigest,
  versionsOf,
  type DocumentSeen,
  type JobSeen,
} from './watching.ts';

export interface Stage {
  readonly transcript: Transcript;
  readonly environment: Environment;
  readonly ana: Person;
  readonly ben: Person;
  /** Comments and decides in Frame.io. */
  readonly reviewer: Reviewer;
  /** Uploads cuts in Frame.io. */
  readonly editor: Reviewer;
}

export interface Cut {
  readonly path: string;
  readonly sha256: string;
}
export interface Round {
  readonly by: 'action' | 'bring-back';
  /** What the document holds when it goes out, and what it must hold when it is back. */
  readonly from: Cut;
  readonly to: Cut;
}

const { accountId, workspaceId, projectId } = TARGET;
const video = SEEDED.firstCut;
const drawing = JSON.stringify([
  { tool: 'rect', color: '#F22237', size: 8, x: 0.28, y: 0.13, w: 0.31, h: 0.53, ix: 0.28, iy: 0.13, radius: 8 },
]);

/** Out, reviewed, and back as a new version: by the action in Frame.io, or by *Bring back* in Nuxeo. */
export async function roundTrip(stage: Stage, round: Round): Promise<void> {
  stage.transcript.act(
    round.by === 'action' ? 'A video goes out and comes back by the action' : 'Once more, brought back from Nuxeo',
  );
  const before = await versionsOf(stage.ana, video);
  const pushed = await push(stage, round);
  const head = await review(stage, round, pushed);
  await forgetMail(stage.environment);
  await (round.by === 'action' ? publish(stage, head) : bringBack(stage));
  await arrived(stage, round, before.length);
}

async function push({ transcript, environment, ana }: Stage, { from }: Round): Promise<DocumentSeen> {
  transcript.sees('the document holds the cut that goes out', await storedDigest(environment, video), from.sha256);
  await forgetMail(environment);
  const started = await ana.api<{ batchId: string }>('POST', '/push', { documents: [video], target: TARGET });
  const [job] = await settledBatch(ana, started.batchId);
  transcript.sees('pushed to Frame.io', job?.state, 'completed');
  for (const note of job?.notes ?? []) transcript.say(`  ${note.message}`);
  const document = await documentOf(ana, video);
  transcript.sees('the document is locked by ana', document.lockOwner, 'ana');
  transcript.sees('the facet is attached', document.facets.includes('FrameioAsset'));
  const mail = await mailAbout(environment, 'ana@northlight.example', document.title);
  transcript.say(`  mail to ana: “${mail.subject}”`);
  return document;
}

/** A comment with a drawing, a reply, a second cut on top, and the decision. Answers the new head's id. */
async function review({ transcript, reviewer, editor }: Stage, { to }: Round, pushed: DocumentSeen): Promise<string> {
  const fileId = String(pushed.properties['frameioasset:fileId']);
  const file = await reviewer.v4<{ parent_id: string }>('GET', `/accounts/${accountId}/files/${fileId}`);
  const stackId = file.parent_id === TARGET.folderId ? undefined : file.parent_id;
  const head = await editor.newVersion(
    accountId,
    { folderId: TARGET.folderId, fileId, ...(stackId === undefined ? {} : { stackId }) },
    'new cut.mp4',
    to.path,
  );
  const comment = await reviewer.comment(accountId, head.fileId, 'Darker, please 🌘\nfrom here on', {
    frame: 75,
    annotation: drawing,
  });
  await editor.reply(comment, 'Done in this cut');
  await reviewer.setStatus(
    accountId,
    projectId,
    head.fileId,
    fieldId(accountId, 'Status'),
    statusOptionId(accountId, 'Approved'),
  );
  transcript.say('cleo commented with a drawing, ana replied, uploaded another cut, cleo approved it');
  return head.stackId;
}

async function publish({ transcript, reviewer }: Stage, stackId: string): Promise<void> {
  const run = await reviewer.run('Publish to Nuxeo', workspaceId, [{ type: 'version_stack', id: stackId }]);
  transcript.sees(
    'Frame.io shows “Success: Asset pushed to Nuxeo.”',
    [run.answer?.title, run.answer?.description],
    ['Success', 'Asset pushed to Nuxeo.'],
  );
}

async function bringBack({ transcript, ana }: Stage): Promise<void> {
  const { id } = await ana.api<JobSeen>('POST', `/documents/${video}/bring-back`, {});
  const job = await settledJob(ana, id);
  transcript.sees('brought back from Frame.io', [job.state, job.failure], ['completed', null]);
}

async function arrived({ transcript, environment, ana }: Stage, { to }: Round, versionsBefore: number): Promise<void> {
  const document = await until('the document to be unlocked', async () => {
    const now = await documentOf(ana, video);
    return now.lockOwner === undefined && now;
  });
  transcript.sees('the document is unlocked', document.lockOwner ?? 'nobody', 'nobody');
  transcript.sees('it holds the new bytes', await storedDigest(environment, video), to.sha256);
  const versions = await versionsOf(ana, video);
  transcript.sees('there are new versions', versions.length > versionsBefore);
  const newest = versions.at(-1);
  transcript.sees(
    'exactly one version has them',
    await holding(environment, versions.slice(versionsBefore), to.sha256),
    1,
  );
  const comments = newest?.properties['frameioreview:comments'] as { text: string; author: string; frame: number }[];
  transcript.sees(
    'the version carries comment and reply',
    comments.map((one) => one.text),
    ['Darker, please 🌘\nfrom here on', 'Done in this cut'],
  );
  // Frame.io counts from 1, the record from 0.
  transcript.sees('the comment is on its frame', comments[0]?.frame, 74);
  transcript.sees('the version carries the decision', newest?.properties['frameioreview:decision'], 'Approved');
  const mail = await mailAbout(environment, 'ana@northlight.example', document.title);
  transcript.say(`  mail to ana: “${mail.subject}”`);
}

async function holding(environment: Environment, versions: readonly DocumentSeen[], sha256: string): Promise<number> {
  const digests = await Promise.all(versions.map((version) => storedDigest(environment, version.uid)));
  return digests.filter((digest) => digest === sha256).length;
}
