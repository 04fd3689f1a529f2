import { describe, expect, it } from 'vitest';
import { SEEDED } from '../../../sandbox/nuxeo/seed.ts';
import { TestServer, uidOf } from './client.ts';

const server = new TestServer();
const view = (uid: string, who = 'ana') => server.call(who, 'GET', `/view/${uid}`);

describe('the pages for people', () => {
  it('begin at the workspaces', async () => {
    const { status, text } = await server.call('ana', 'GET', '/');
    expect(status).toBe(200);
    expect(text).toContain(`<a href="/nuxeo/view/${SEEDED.workspace}">Aurora</a>`);
  });

  it('show a video with its lock, versions and properties', async () => {
    await server.operation('ana', 'Document.Lock', SEEDED.firstCut);
    await server.operation('ana', 'Document.CreateVersion', SEEDED.firstCut, { increment: 'Minor' });
    const { text } = await view(SEEDED.firstCut);
    for (const part of [
      '<video controls',
      'locked by ana',
      '<h2>Versions</h2>',
      'dc:lastContributor',
      'documentLocked',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('never let a title become markup', async () => {
    const title = '<img src=x onerror=alert(1)>';
    const uid = uidOf(await server.create('ana', SEEDED.cuts, 'File', 'odd', { 'dc:title': title }));
    const pages = [(await view(uid)).text, (await view(SEEDED.cuts)).text];
    for (const text of pages) {
      expect(text).not.toContain('<img');
      expect(text).toContain('&lt;img src=x');
    }
  });

  it('say so when there is nothing to see', async () => {
    expect((await view('unknown')).status).toBe(404);
    await server.operation('Administrator', 'Document.BlockPermissionInheritance', SEEDED.archive);
    const refused = await view(SEEDED.archive);
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('You may not see this document.');
  });
});
