import type { Page, Request } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { TARGET } from '../../../sandbox/demo/scenes.ts';
import { documentOf, settledJob } from '../../../sandbox/demo/watching.ts';
import { until } from '../../../sandbox/environment/until.ts';
import { SEEDED } from '../../../sandbox/nuxeo/seed.ts';
import { useReview } from './review-world.ts';
import { pushVideo, VIDEO } from './reviewed-video.ts';
import { copyOf, documentWithRecord, readRecord, writeRecord } from './stored-review.ts';
import { violations } from './tab.ts';

const { open, reviewed } = useReview();

/** Of the sidecar, of a review's own files, and of its record. */
function watched(page: Page): string[] {
  const seen: string[] = [];
  const paths = [/\/frameio\/api\/.*/, /nuxeo-frameio\/review.*/, /@blob\/frameioreview.*/];
  page.on('request', (request: Request) => {
    const found = paths.map((path) => path.exec(new URL(request.url()).pathname)?.[0]).find(Boolean);
    if (found && !found.includes('/account')) seen.push(found);
  });
  return seen;
}

describe('the asset', () => {
  it('is shown with its nine fields, its review, and what was sent', async () => {
    const tab = await open({ locale: 'en-US' });
    const facts = await tab.facts();
    const today = new Intl.DateTimeFormat('en', { dateStyle: 'long' }).format(new Date());
    expect(facts).toMatchObject({
      Review: 'Brought back from Frame.io',
      'Status in Frame.io': 'Approved',
      Comments: '5 open, 7 with replies',
      'File name': 'Aurora second cut.mp4',
      Uploader: 'Ana Duarte',
      'Upload date': today,
      Codec: 'h264',
      Resolution: '1280 x 720',
      FPS: '25',
      'File size': '2.93 MB',
      Duration: '00:00:22',
      Frames: '560',
      'Sent by': 'ana',
    });
    expect(facts['Sent']).toMatch(/^Main file \(first-cut\.mp4\), 2\.59 MB$/);
    const link = tab.review.getByRole('link', { name: 'Open in Frame.io' });
    expect(await link.getAttribute('rel')).toBe('noopener');
    expect(await link.getAttribute('href')).toContain(reviewed().headId);
  });

  it('is shown in French', async () => {
    const facts = await (await open({ locale: 'fr-FR' })).facts();
    expect(facts['Date de téléversement']).toBe(
      new Intl.DateTimeFormat('fr', { dateStyle: 'long' }).format(new Date()),
    );
    expect(facts['Taille du fichier']).toMatch(/^2,93\s/);
    expect(facts['Revue']).toBe('Revenu de Frame.io');
  });
});

describe('loading', () => {
  it('waits until the tab is seen, and then asks the sidecar once', async () => {
    let seen: string[] = [];
    const before = (page: Page) => Promise.resolve(void (seen = watched(page)));
    const tab = await open({ route: `/doc/${VIDEO}`, before });
    await tab.page.locator('nuxeo-page-item[name=frameio-review]').waitFor();
    await tab.page.waitForLoadState('networkidle');
    const early = seen.filter((path) => !path.includes('/documents/'));
    expect(early).toEqual([]);

    seen.length = 0;
    await tab.page.locator('nuxeo-page-item[name=frameio-review]').click();
    await tab.comments.locator('.comment').first().waitFor();
    await tab.versions.getByRole('row').nth(1).waitFor();
    expect(seen.filter((path) => path.startsWith('/frameio/api/'))).toEqual([`/frameio/api/documents/${VIDEO}/review`]);
    expect(seen.filter((path) => path.startsWith('@blob'))).toHaveLength(1);
  });

  it('shows the stored record although the sidecar is away', async () => {
    const tab = await open({ before: (page) => page.route('**/nuxeo/frameio/api/**', (route) => route.abort()) });
    await tab.thread('Darker, please').waitFor();
    await tab.review.getByText('The connector does not answer at the moment.').waitFor();
    await tab.videoIsReady();
    expect((await tab.facts())['Status in Frame.io']).toBe('Approved');
  });

  it('falls back to the extract for searches where the record cannot be read', async () => {
    const before = (page: Page) => page.route('**/@blob/frameioreview:record', (route) => route.abort());
    const tab = await open({ before });
    await tab.comments.locator('.comment').first().waitFor();
    expect((await tab.threads()).sort()).toContain('Done in this cut');
    await tab.review.getByText('Only the extract for searches could be read').waitFor();
    await tab.thread('The logo jumps here').getByRole('button').click();
    expect(await tab.clock()).toBe('00:00:09:24');
  });
});

describe('documents of another kind', () => {
  it('without a video have their comments, and nothing to play', async () => {
    const { entries } = await reviewed().ana.nuxeo<{ entries: { uid: string }[] }>(
      'GET',
      `/id/${SEEDED.dailies}/@children`,
    );
    const comments = [{ id: 'a', author: 'Cleo', text: 'Second paragraph', page: 3 }];
    const uid = await documentWithRecord(
      reviewed(),
      String(entries[0]?.uid),
      'notes',
      { comments },
      {
        'frameioasset:fileName': 'notes.txt',
      },
    );
    const tab = await open({}, uid);
    await tab.thread('Second paragraph').waitFor();
    expect(await tab.player.count()).toBe(0);
    expect(await tab.thread('Second paragraph').getByText('Page 3').count()).toBe(1);
    expect(await tab.thread('Second paragraph').getByRole('button').count()).toBe(0);
    expect(await tab.facts()).toEqual({ 'File name': 'notes.txt' });
    expect(await violations(tab.page, 'nuxeo-frameio-document-tab')).toEqual([]);
  });

  it('that are copies say so, and forget what they carry', async () => {
    const { uid } = await copyOf(reviewed(), VIDEO, 'copied');
    const tab = await open({}, uid);
    await tab.page.getByRole('heading', { name: 'Copied from another document' }).waitFor();
    expect(await tab.comments.count()).toBe(0);
    expect(await violations(tab.page, 'nuxeo-frameio-document-tab')).toEqual([]);
    await tab.page.getByRole('button', { name: 'Forget' }).click();
    await until('the facets to be gone', async () => {
      const { facets } = await documentOf(reviewed().ana, uid);
      return !facets.includes('FrameioAsset') && !facets.includes('FrameioReview');
    });
    await tab.page.locator('nuxeo-page-item[name=frameio-review]').waitFor({ state: 'detached' });
    expect((await documentOf(reviewed().ana, VIDEO)).facets).toContain('FrameioAsset');
  });

  it('that are copies cannot be changed by who only reads', async () => {
    const { uid } = await copyOf(reviewed(), VIDEO, 'copied again');
    const tab = await open({ as: 'cleo' }, uid);
    await tab.page.getByRole('heading', { name: 'Copied from another document' }).waitFor();
    expect(await tab.page.getByRole('button', { name: 'Forget' }).count()).toBe(0);
  });
});

describe('versions', () => {
  it('stand beside the files of Frame.io, and open with their record', async () => {
    const tab = await open();
    const row = tab.versions.getByRole('row', { name: /Aurora second cut/ });
    await row.waitFor();
    expect(await row.innerText()).toMatch(/0\.2[^]*Aurora second cut[^]*v2[^]*Approved[^]*7/);
    expect(await tab.versions.getByRole('row').count()).toBe(3);

    await row.getByRole('button', { name: 'Open the record of version 0.2' }).click();
    await tab.review.getByText(/^You are looking at version 0\.2/).waitFor();
    await tab.thread('Darker, please').waitFor();
    expect(await row.getAttribute('aria-current')).toBe('true');
    await tab.review.getByRole('button', { name: 'Back to the document' }).click();
    await tab.review.getByText(/^You are looking at/).waitFor({ state: 'detached' });
  });

  it('mark what was said after them', async () => {
    const record = await readRecord<{ comments: object[] }>(reviewed(), VIDEO);
    const late = { id: 'late', author: 'Cleo', text: 'One more thing', frame: 30, replies: [] };
    await writeRecord(reviewed(), VIDEO, { ...record, comments: [...record.comments, late] });
    const tab = await open();
    await tab.thread('One more thing').getByText('after version 0.2').waitFor();
    expect(await tab.thread('Darker, please').getByText('after version').count()).toBe(0);
  });
});

async function deleteStack(stackId: string): Promise<void> {
  const account = `/accounts/${TARGET.accountId}`;
  const files = await reviewed().editor.v4<{ id: string }[]>('GET', `${account}/version_stacks/${stackId}/children`);
  for (const { id } of files) await reviewed().editor.v4('DELETE', `${account}/files/${id}`);
}

describe('what needs attention', () => {
  it('is said with its remedies, and a recall unlocks the document', async () => {
    const pushed = await pushVideo(reviewed().ana);
    await deleteStack(String(pushed.properties['frameioasset:stackId']));
    const { id } = await reviewed().ana.api<{ id: string }>('POST', `/documents/${VIDEO}/bring-back`, {});
    await settledJob(reviewed().ana, id);

    const tab = await open();
    const item = tab.page.getByRole('region', { name: 'Needs attention' });
    await item.waitFor();
    expect(await violations(tab.page, 'nuxeo-frameio-document-tab')).toEqual([]);
    await item.getByRole('button', { name: 'Recall' }).click();
    await item.waitFor({ state: 'detached' });
    expect((await documentOf(reviewed().ana, VIDEO)).lockOwner).toBeUndefined();

    await tab.review.locator('nuxeo-frameio-activity summary').click();
    await tab.review.getByText('Recalled from review').first().waitFor();
    await tab.review.locator('nuxeo-frameio-activity').getByText('Pushed to Frame.io').first().waitFor();
  }, 90_000);
});
