import type { Environment } from '../environment/environment.ts';
import type { Person } from '../environment/person.ts';
import { until } from '../environment/until.ts';

export interface JobSeen {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly title: string;
  readonly failure: { code: string; message: string } | null;
  readonly waitingSince: string | null;
  readonly notes: { code: string; message: string }[];
}
export interface DocumentSeen {
  readonly uid: string;
  readonly type: string;
  readonly path: string;
  readonly title: string;
  readonly facets: string[];
  readonly lockOwner?: string;
  readonly versionLabel?: string;
  readonly properties: Record<string, unknown>;
}
export interface MailSeen {
  readonly subject: string;
  readonly to: unknown;
  readonly text: string;
}

/** A document as its reader sees it in Nuxeo. */
export function documentOf(person: Person, uid: string): Promise<DocumentSeen> {
  return person.nuxeo<DocumentSeen>('GET', `/id/${uid}`, undefined, {
    properties: '*',
    'fetch-document': 'lock,versionLabel',
  });
}

export async function versionsOf(person: Person, uid: string): Promise<DocumentSeen[]> {
  const answer = await person.nuxeo<{ entries: DocumentSeen[] }>(
    'POST',
    '/automation/Document.GetVersions',
    { input: `doc:${uid}`, params: {} },
    { properties: '*', 'fetch-document': 'versionLabel' },
  );
  return answer.entries;
}

/** All jobs of a click, once none of them is under way. */
export function settledBatch(person: Person, batchId: string): Promise<JobSeen[]> {
  return until(`the jobs of ${batchId}`, async () => {
    const { jobs } = await person.api<{ jobs: JobSeen[] }>('GET', `/jobs?batch=${batchId}`);
    return jobs.length > 0 && jobs.every((job) => isSettled(job)) && jobs;
  });
}

export function settledJob(person: Person, id: string): Promise<JobSeen> {
  return until(`job ${id}`, async () => {
    const job = await person.api<JobSeen>('GET', `/jobs/${id}`);
    return isSettled(job) && job;
  });
}

export function isSettled(job: JobSeen): boolean {
  return ['completed', 'failed', 'cancelled'].includes(job.state) || job.waitingSince !== null;
}

/** A mail to the address whose subject or text holds the words. */
export function mailAbout(environment: Environment, address: string, words: string): Promise<MailSeen> {
  return until(`a mail to ${address} about ${words}`, async () => {
    const answer = await fetch(`${environment.mailUrl}/_control/messages`);
    const messages = (await answer.json()) as MailSeen[];
    return messages.find(
      (one) => JSON.stringify(one.to).includes(address) && `${one.subject}\n${one.text}`.includes(words),
    );
  });
}

export async function forgetMail(environment: Environment): Promise<void> {
  await fetch(`${environment.mailUrl}/_control/messages`, { method: 'DELETE' });
}

/** SHA-256 and length of a document's main file as the Nuxeo stand-in stores it. */
export async function storedDigest(environment: Environment, uid: string): Promise<string> {
  const answer = await fetch(`${new URL(environment.nuxeoUrl).origin}/_control/documents/${uid}`);
  const dump = (await answer.json()) as { blob?: { sha256: string }; mainFile?: { sha256: string } };
  return (dump.blob ?? dump.mainFile)?.sha256 ?? JSON.stringify(dump);
}
