import type { Person } from '../environment/person.ts';
import { FOLDERS, PROJECTS, WORKSPACES, ACCOUNTS } from '../frameio/seed.ts';
import { SEEDED } from '../nuxeo/seed.ts';
import type { Stage } from './round-trip.ts';
import { documentOf, mailAbout, settledBatch, type JobSeen } from './watching.ts';

export const TARGET = {
  accountId: ACCOUNTS.northlight,
  workspaceId: WORKSPACES.features,
  projectId: PROJECTS.aurora,
  folderId: FOLDERS.cuts,
} as const;

const WORKSPACE = { accountId: ACCOUNTS.northlight, workspaceId: WORKSPACES.features };

export async function bindWorkspace({ transcript, ana }: Stage, administrator: Person): Promise<void> {
  transcript.act('Bind to Frame.io');
  const { lines } = await administrator.api<{ lines: { id: string; ok: boolean }[] }>('POST', '/admin/provider/check');
  const red = lines.filter((line) => !line.ok && !line.id.includes('token')).map((line) => line.id);
  transcript.sees('the guided check is green', red, []);
  const options = await ana.api<{ documentTypes: string[] }>('GET', `/folders/${SEEDED.workspace}/binding/options`);
  transcript.sees('the dialog offers File', options.documentTypes.includes('File'));
  await bindDemoWorkspace(ana);
  const folder = await documentOf(ana, SEEDED.workspace);
  transcript.sees('the folder carries the facet', folder.facets.includes('FrameioBound'));
}

export async function bindDemoWorkspace(person: Person): Promise<void> {
  await person.api('POST', `/folders/${SEEDED.workspace}/binding`, {
    actionName: 'Publish to Nuxeo',
    workspaces: [WORKSPACE],
    documentType: 'File',
  });
}

interface Plan {
  documents: { outcome: string; failure: { code: string; message: string } | null }[];
  bytesTotal: number;
}

/** Five documents at once, one of them locked by somebody else. */
export async function pushBulk({ transcript, environment, ana, ben }: Stage): Promise<void> {
  transcript.act('Push to Frame.io: five at once, one locked by somebody else');
  const { entries } = await ana.nuxeo<{ entries: { uid: string; title: string }[] }>(
    'GET',
    `/id/${SEEDED.dailies}/@children`,
  );
  const documents = entries.map((one) => one.uid);
  transcript.sees('there are five documents', documents.length, 5);
  await ben.nuxeo('POST', '/automation/Document.Lock', { input: `doc:${documents[2]}`, params: {} });

  const plan = await ana.api<Plan>('POST', '/push/plan', { documents });
  const skipped = plan.documents.filter((one) => one.outcome === 'skipped');
  transcript.sees(
    'the plan says four new and one skipped',
    [plan.documents.length - skipped.length, skipped.length],
    [4, 1],
  );
  transcript.say(`  reason: ${skipped[0]?.failure?.message}`);

  const started = await ana.api<{ batchId: string; jobs: JobSeen[]; skipped: unknown[] }>('POST', '/push', {
    documents,
    target: TARGET,
  });
  const jobs = await settledBatch(ana, started.batchId);
  transcript.sees('four were sent', jobs.map((job) => job.state).sort(), Array(4).fill('completed'));
  const mail = await mailAbout(environment, 'ana@northlight.example', entries[0]?.title ?? '');
  transcript.say(`  one mail for all: “${mail.subject}”`);
}

export async function unbindAndTry({ transcript, environment, ana, reviewer }: Stage): Promise<void> {
  transcript.act('Unbind');
  const path = `/accounts/${WORKSPACE.accountId}/workspaces/${WORKSPACE.workspaceId}/actions`;
  const [action] = await reviewer.v4<{ name: string; id: string }[]>('GET', path);
  transcript.sees('the action is there before', action?.name, 'Publish to Nuxeo');
  await failDeleting(environment.frameioUrl);
  await ana.api('DELETE', `/folders/${SEEDED.workspace}/binding`, { reviews: 'keep' });
  const run = await reviewer.run('Publish to Nuxeo', TARGET.workspaceId, [{ type: 'folder', id: FOLDERS.cuts }]);
  transcript.sees('the action is refused now', run.answer?.title, 'Not published');
  transcript.say(`  Frame.io shows: “${run.answer?.description}”`);
  const folder = await documentOf(ana, SEEDED.workspace);
  transcript.sees('the facet is gone from the folder', folder.facets.includes('FrameioBound'), false);
}

/** Frame.io cannot delete the action just now, so that somebody can still click it. */
async function failDeleting(frameioUrl: string): Promise<void> {
  const fault = { method: 'DELETE', path: '/actions/', times: 2, action: { type: 'status', status: 503 } };
  await fetch(`${frameioUrl}/_control/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fault),
  });
}
