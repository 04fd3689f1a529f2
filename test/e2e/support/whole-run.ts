import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../../../sandbox/environment/environment.ts';
import type { Person } from '../../../sandbox/environment/person.ts';
import type { RecordedCall } from '../../../sandbox/shared/control.ts';
import { loadFrameioOpenApi } from '../../support/openapi-traffic.ts';
import type { StandIns } from './stand-ins.ts';

interface RunSeen {
  readonly environment: Environment;
  readonly people: readonly Person[];
  readonly standIns: StandIns;
  readonly dataFolder: string;
  readonly logFolder: string;
  /** Of the configuration: what nobody else could tell us. */
  readonly configured: readonly string[];
}

const officialApi = loadFrameioOpenApi();

/** What the sidecar and Frame.io said to each other in this run, and how it differs from the official description. */
export async function trafficProblems({ standIns }: RunSeen): Promise<string[]> {
  const ours = (await standIns.calls('frameio')).filter(isOurs);
  if (ours.length === 0) throw new Error('the sidecar never called Frame.io');
  return [
    ...new Set(ours.filter((call) => call.fault === undefined).flatMap((call) => officialApi?.check(call) ?? [])),
  ];
}

function isOurs({ requestHeaders }: RecordedCall): boolean {
  return String(requestHeaders['user-agent']).startsWith('nuxeo-frameio/');
}

/** Secrets of this run by kind, each as it really was, never as we think that it looks. */
export async function secretsOf(run: RunSeen): Promise<Record<string, string[]>> {
  const [frameio, nuxeo] = [await run.standIns.calls('frameio'), await run.standIns.calls('nuxeo')];
  return {
    'bearer tokens': unique([...frameio, ...nuxeo].flatMap(bearerOf)),
    'issued tokens': unique([...frameio, ...nuxeo].flatMap(({ responseBody }) => tokensIn(responseBody))),
    'client secrets': unique([...nuxeo.flatMap(({ requestBody }) => membersNamed('secret', requestBody))]),
    'signing secrets': unique(frameio.flatMap(({ responseBody }) => membersNamed('secret', responseBody))),
    cookies: unique(run.people.flatMap((person) => person.browser.cookieValues())),
    'presigned queries': unique([...frameio, ...nuxeo].flatMap(signatureOf)),
    'stored keys': await storedKeys(run.dataFolder),
    configured: [...run.configured],
  };
}

/** Lines of the sidecar's log that hold one of these secrets, or a presigned query of any kind. */
export async function leaksIn(run: RunSeen, secrets: Record<string, string[]>): Promise<string[]> {
  const log = await readFile(join(run.logFolder, 'sidecar.log'), 'utf8');
  const lines = log.split('\n').filter(Boolean);
  if (lines.length < 10) throw new Error('the sidecar logged next to nothing');
  return Object.entries(secrets).flatMap(([kind, values]) =>
    lines.flatMap((line) =>
      values.some((value) => line.includes(value)) || isPresigned(line) ? [`${kind}: ${line}`] : [],
    ),
  );
}

function isPresigned(line: string): boolean {
  return /X-Amz-(Signature|Credential)|[?&]signature=|Key-Pair-Id/i.test(line);
}

function bearerOf({ requestHeaders }: RecordedCall): string[] {
  const [, value] = /^(?:Bearer|Basic)\s+(.+)$/i.exec(String(requestHeaders['authorization'] ?? '')) ?? [];
  return value ? [value] : [];
}

function tokensIn(body: unknown): string[] {
  return [...membersNamed('access_token', body), ...membersNamed('refresh_token', body)];
}

function membersNamed(name: string, body: unknown): string[] {
  if (Array.isArray(body)) return body.flatMap((one) => membersNamed(name, one));
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([key, value]) =>
    key === name && typeof value === 'string' ? [value] : membersNamed(name, value),
  );
}

function signatureOf({ path }: RecordedCall): string[] {
  const query = new URL(path, 'http://storage').searchParams;
  return [query.get('X-Amz-Signature'), query.get('Signature')].filter((one) => one !== null);
}

async function storedKeys(dataFolder: string): Promise<string[]> {
  const names = (await readdir(dataFolder, { recursive: true })).filter((name) =>
    /(^|\/)(secret\.key|password)$/.test(name),
  );
  return Promise.all(names.map(async (name) => (await readFile(join(dataFolder, name), 'utf8')).trim()));
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].filter((value) => value.length >= 8);
}
