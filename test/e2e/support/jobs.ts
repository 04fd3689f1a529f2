import type { DocumentSeen, JobSeen } from '../../../sandbox/demo/watching.ts';
import type { Person } from '../../../sandbox/environment/person.ts';
import { until } from '../../../sandbox/environment/until.ts';
import { requireSentences } from './refusal.ts';
import { documentTitled, type MadeFile } from './things.ts';
import type { World } from './world.ts';

export interface AttentionSeen {
  readonly id: string;
  readonly code: string;
  readonly message: string;
  readonly person: string;
  readonly jobId: string | null;
  readonly documentUid: string | null;
  readonly bindingId: string | null;
  readonly remedies: string[];
}

/** The job once it is as described. @throws Error naming how it was at last. */
export async function jobThat(
  what: string,
  person: Person,
  id: string,
  is: (job: JobSeen) => boolean,
  timeoutSeconds = 60,
): Promise<JobSeen> {
  let last: JobSeen | undefined;
  try {
    return await until(
      `job ${id} that ${what}`,
      async () => {
        last = await person.api<JobSeen>('GET', `/jobs/${id}`);
        return is(last) && last;
      },
      timeoutSeconds,
    );
  } catch (error) {
    throw new Error(`the job never ${what}; it was ${JSON.stringify(last)}`, { cause: error });
  }
}

export function waitingJob(person: Person, id: string, code: string): Promise<JobSeen> {
  return jobThat(`waits with ${code}`, person, id, (job) => job.waitingSince !== null && job.failure?.code === code);
}

export function completedJob(person: Person, id: string, timeoutSeconds = 60): Promise<JobSeen> {
  return jobThat('is completed', person, id, (job) => job.state === 'completed', timeoutSeconds);
}

/** What would be tried again in a few seconds is tried again now, as a person may ask for. */
export function hurriedJob(person: Person, id: string): Promise<JobSeen> {
  return until(`job ${id} to be completed in a hurry`, async () => {
    const job = await person.api<JobSeen>('GET', `/jobs/${id}`);
    if (job.state === 'retry') await person.api('POST', `/jobs/${id}/retry`).catch(() => undefined);
    return job.state === 'completed' && job;
  });
}

/** Checks that its failure is told in both languages. */
export function failedJob(world: World, person: Person, id: string): Promise<JobSeen> {
  return jobThat('has failed', person, id, (job) => job.state === 'failed').then((job) => told(world, person, job));
}

/** @throws Error unless what stopped the job is a sentence in both languages. */
export async function told({ environment }: World, person: Person, job: JobSeen): Promise<JobSeen> {
  const answer = await person.browser.request('GET', `${environment.sidecarUrl}/api/jobs/${job.id}`, {
    headers: { 'accept-language': 'fr' },
  });
  const french = (await answer.json()) as JobSeen;
  if (!job.failure || !french.failure) throw new Error(`the job has no failure: ${JSON.stringify(job)}`);
  requireSentences(job.failure.message, french.failure.message, job.failure.code);
  return job;
}

export async function attentionOf(person: Person, code: string): Promise<AttentionSeen | undefined> {
  const { items } = await person.api<{ items: AttentionSeen[] }>('GET', '/attention');
  return items.find((item) => item.code === code);
}

/** The newest transfer of the binding or document, whoever it belongs to. */
export async function newestJob(administrator: Person, is: (job: JobSeen) => boolean): Promise<JobSeen> {
  return until('the newest job', async () => {
    const { jobs } = await administrator.api<{ jobs: JobSeen[] }>('GET', '/jobs?everybody=true&limit=50');
    return jobs.find(is);
  });
}

/** The documents that a file of Frame.io became, once its transfer is over. */
export async function arrived({ administrator }: World, file: MadeFile): Promise<DocumentSeen[]> {
  const job = await newestJob(administrator, ({ kind, title }) => kind === 'publish-asset' && title === file.name);
  await completedJob(administrator, job.id);
  return documentTitled(administrator, file.title);
}

/** What the work answers, and the kinds of the jobs that it started. */
export async function startedBy<T>(
  { administrator }: World,
  work: () => Promise<T>,
): Promise<{ answer: T; kinds: string[] }> {
  const all = async () => (await administrator.api<{ jobs: JobSeen[] }>('GET', '/jobs?everybody=true&limit=200')).jobs;
  const before = new Set((await all()).map((job) => job.id));
  const answer = await work();
  return { answer, kinds: (await all()).filter((job) => !before.has(job.id)).map((job) => job.kind) };
}
