import { describe, expect, it } from 'vitest';
import type { Person } from '../../sandbox/environment/person.ts';
import { Reviewer } from '../../sandbox/environment/reviewer.ts';
import { ACCOUNTS, WORKSPACES } from '../../sandbox/frameio/seed.ts';
import { SEEDED } from '../../sandbox/nuxeo/seed.ts';
import { answerTo } from './support/actions.ts';
import { arrived } from './support/jobs.ts';
import { refusal, requireSentences } from './support/refusal.ts';
import { documentTitled, makeDocument, makeFile } from './support/things.ts';
import { lookAtTheWholeRun, useWorld } from './support/world.ts';

const world = useWorld();

function refusedTo(person: Person, method: string, path: string, body?: unknown) {
  return refusal(world().environment, person, method, path, body);
}

const bindBody = {
  actionName: 'Another action',
  workspaces: [{ accountId: ACCOUNTS.northlight, workspaceId: WORKSPACES.features }],
  documentType: 'File',
};

describe('a sign-in', () => {
  /** The last page that the window shows, in both languages. */
  async function lastPages(change: (url: string) => string) {
    const { cleo } = world();
    const pages = [];
    for (const language of ['en', 'fr']) {
      const { url } = await cleo.api<{ url: string }>('POST', '/account/connect', {});
      const { answer } = await cleo.browser.follow(url, change, { 'accept-language': language });
      pages.push({ status: answer.status, text: await answer.text() });
    }
    return pages;
  }
  const sentenceIn = (page: string) => /<p>([^<]+)<\/p>/.exec(page)?.[1]?.replaceAll(/&#(\d+);/g, '’') ?? '';
  const codeIn = (page: string) => /&#34;code&#34;:&#34;([\w-]+)&#34;/.exec(page)?.[1];
  const signIn = (email: string) => (url: string) =>
    url.includes('/ims/authorize') ? `${url}&login=${encodeURIComponent(email)}` : url;

  it.each([
    ['of an Adobe ID that Frame.io does not know', { path: '/v4/me', action: { type: 'status', status: 401 } }],
    [
      'of an Adobe ID that is in no account',
      {
        path: '/v4/accounts',
        action: { type: 'status', status: 200, body: { data: [], links: { next: null }, total_count: 0 } },
      },
    ],
  ] as const)('%s is explained, and nothing is kept', async (_who, fault) => {
    const { cleo, standIns } = world();
    await standIns.fault('frameio', { ...fault, times: 10 });
    const [english, french] = await lastPages(signIn('cleo@northlight.example'));

    expect(english?.status).toBe(403);
    expect(codeIn(english?.text ?? '')).toBe('frameio-no-account');
    requireSentences(sentenceIn(english?.text ?? ''), sentenceIn(french?.text ?? ''), 'frameio-no-account');
    expect(await cleo.api('GET', '/account')).toMatchObject({ ready: false, frameio: { state: 'missing' } });
  });

  it('without consent is explained, and can be repeated', async () => {
    const [english, french] = await lastPages((url) => (url.includes('/ims/authorize') ? `${url}&cancel=1` : url));
    expect(english?.status).toBe(403);
    expect(codeIn(english?.text ?? '')).toBe('oauth-denied');
    requireSentences(sentenceIn(english?.text ?? ''), sentenceIn(french?.text ?? ''), 'oauth-denied');

    const { cleo } = world();
    await cleo.connect('cleo@northlight.example');
    expect(await cleo.api('GET', '/account')).toMatchObject({
      ready: true,
      frameio: { email: 'cleo@northlight.example' },
    });
    await cleo.api('DELETE', '/account/frameio');
  });

  it('whose redirect URL Adobe does not know ends at Adobe, and nothing is kept', async () => {
    const { cleo, standIns } = world();
    await standIns.control('frameio', 'PUT', 'client', { redirectUris: ['https://elsewhere.example/callback'] });
    const [page] = await lastPages(signIn('cleo@northlight.example'));
    await standIns.control('frameio', 'PUT', 'client', { redirectUris: null });

    expect(page).toMatchObject({ status: 400, text: expect.stringContaining('redirect_uri') });
    expect(await cleo.api('GET', '/account')).toMatchObject({ ready: false });
  });
});

describe('somebody in Frame.io who is not connected', () => {
  it('publishes in the owner’s name where any member may, and is refused where not', async () => {
    const { ana, environment, standIns } = world();
    const dan = await Reviewer.signIn(environment.frameioUrl, 'dan@northlight.example');
    const [first, second] = [await makeFile(standIns), await makeFile(standIns)];

    expect(await answerTo(dan, first.id)).toMatchObject({ title: 'Success' });
    expect(await arrived(world(), first)).toHaveLength(1);

    await ana.api('PATCH', `/folders/${SEEDED.workspace}/binding`, { anyMember: false });
    expect(await answerTo(dan, second.id)).toMatchObject({
      title: 'Not published',
      description: expect.stringContaining('connected to Nuxeo'),
    });
    expect(await documentTitled(ana, second.title)).toEqual([]);
    await ana.api('PATCH', `/folders/${SEEDED.workspace}/binding`, { anyMember: true });
  });
});

describe('a member who may not create actions', () => {
  it('is told before the form is filled, and again when it is sent', async () => {
    const { administrator, cleo, standIns } = world();
    const { uid } = await makeDocument(standIns, { parent: SEEDED.workspaces, type: 'Folder', size: 0 });
    await administrator.nuxeo('POST', '/automation/Document.AddPermission', {
      input: `doc:${uid}`,
      params: { users: ['cleo'], permission: 'ReadWrite' },
    });
    await cleo.connect('cleo@northlight.example');

    const options = await cleo.api<{ workspaces: object[] }>('GET', `/folders/${uid}/binding/options`);
    expect(options.workspaces).toContainEqual(expect.objectContaining({ name: 'Features', mayCreateActions: false }));
    expect(await refusedTo(cleo, 'POST', `/folders/${uid}/binding`, bindBody)).toMatchObject({
      status: 403,
      code: 'action-not-allowed',
    });
    expect(await refusedTo(cleo, 'GET', `/folders/${uid}/binding`)).toMatchObject({ code: 'folder-not-bound' });
  });
});

lookAtTheWholeRun(world);
