import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useReview } from './review-world.ts';
import { ARROW_AT, MALICIOUS, PEN_AT, RECTANGLE_AT, VIDEO } from './reviewed-video.ts';
import { documentWithRecord } from './stored-review.ts';
import { violations, type Tab } from './tab.ts';

const { open: openTab, reviewed } = useReview();

async function open(...options: Parameters<typeof openTab>): Promise<Tab> {
  const tab = await openTab(...options);
  await tab.comments.locator('.comment').first().waitFor();
  return tab;
}

const middleOf = (frame: number) => (frame + 0.5) / 25;
const shapes = (tab: Tab) => tab.player.locator('svg.drawing > *');

describe('the video', () => {
  it('jumps to the exact frame of a comment, and shows what was drawn there', async () => {
    const tab = await open();
    await tab.videoIsReady();
    expect(await shapes(tab).count()).toBe(0);

    await tab.thread('Darker, please').getByRole('button').click();
    expect(await tab.currentTime()).toBeCloseTo(middleOf(RECTANGLE_AT), 3);
    expect(await tab.clock()).toBe('00:00:02:24');
    await shapes(tab).waitFor();
    const rectangle = shapes(tab);
    expect(await rectangle.getAttribute('stroke')).toBe('#F22237');
    const [box, picture] = [await rectangle.boundingBox(), await tab.player.locator('video').boundingBox()];
    const width = picture?.width ?? 0;
    // Where Cleo drew it: from 28 % to 59 % of the width.
    expect(((box?.x ?? 0) - (picture?.x ?? 0)) / width).toBeCloseTo(0.28, 1);
    expect((box?.width ?? 0) / width).toBeCloseTo(0.31, 1);
  });

  it('jumps to a mark on the timeline, and shows its comment in the list', async () => {
    const tab = await open();
    await tab.videoIsReady();
    expect(await tab.player.locator('.mark').count()).toBe(5);
    await tab.player.getByRole('button', { name: 'Comment at 00:00:09:24 by Cleo Marchand' }).click();
    expect(await tab.currentTime()).toBeCloseTo(middleOf(PEN_AT), 3);
    expect(await shapes(tab).count()).toBe(2);
    expect(await tab.thread('The logo jumps here').getAttribute('aria-current')).toBe('true');
  });

  it('keeps a drawing for as long as its comment lasts, and takes it away elsewhere and while playing', async () => {
    const tab = await open();
    await tab.videoIsReady();
    await tab.thread('Éclairage trop froid').getByRole('button').click();
    await tab.player.locator('input[type=range]').fill(String(ARROW_AT + 45));
    await shapes(tab).waitFor();
    await tab.player.locator('input[type=range]').fill(String(ARROW_AT + 60));
    await shapes(tab).waitFor({ state: 'detached' });

    await tab.thread('Darker, please').getByRole('button').click();
    await shapes(tab).waitFor();
    await tab.player.getByRole('button', { name: 'Play' }).click();
    await shapes(tab).waitFor({ state: 'detached' });
    await tab.player.getByRole('button', { name: 'Pause' }).click();
    expect(await tab.currentTime()).toBeGreaterThan(middleOf(RECTANGLE_AT));
  });

  it('goes frame by frame with the keyboard', async () => {
    const tab = await open();
    await tab.videoIsReady();
    const slider = tab.player.getByRole('slider', { name: 'Position in the video' });
    await slider.fill('100');
    await slider.press('ArrowRight');
    expect(await tab.currentTime()).toBeCloseTo(middleOf(101), 3);
    expect(await slider.getAttribute('aria-valuetext')).toBe('00:00:04:01');
    await slider.press('Shift+ArrowLeft');
    expect(await tab.clock()).toBe('00:00:03:16');
    await tab.player.getByRole('button', { name: 'One frame on' }).press('Enter');
    expect(await tab.clock()).toBe('00:00:03:17');
    await slider.press(' ');
    await tab.player.getByRole('button', { name: 'Pause' }).waitFor();
  });

  it('stops when another tab is opened', async () => {
    const tab = await open();
    await tab.videoIsReady();
    await tab.player.getByRole('button', { name: 'Play' }).click();
    await tab.page.locator('nuxeo-page-item[name=history]').click();
    await expect
      .poll(() => tab.player.locator('video').evaluate((video) => (video as HTMLVideoElement).paused))
      .toBe(true);
  });

  it('says that it cannot be played, and shows the comments', async () => {
    const before = (page: Page) => page.route('**/nxfile/**', (route) => route.abort());
    const tab = await open({ before });
    await tab.player.getByText('This browser cannot play the video').waitFor();
    expect(await tab.threads()).toHaveLength(6);
  });
});

describe('the comments', () => {
  it('are threads, with line breaks, replies, and links of the web only', async () => {
    const tab = await open();
    const thread = tab.thread('Darker, please');
    expect(await thread.locator('> .text').textContent()).toBe(
      'Darker, please 🌘\nfrom here on: https://example.com/look?a=1&b=2.',
    );
    expect(await thread.getByRole('link').getAttribute('href')).toBe('https://example.com/look?a=1&b=2');
    expect(await thread.getByRole('link').getAttribute('rel')).toContain('noopener');
    expect(await thread.locator('.replies').textContent()).toMatch(/Ana Duarte[^]*Done in this cut/);
    expect(await tab.thread('Title is too small').textContent()).toContain('Completed');
  });

  it('can be filtered and searched', async () => {
    const tab = await open();
    await tab.comments.getByRole('button', { name: 'Completed (1)' }).click();
    expect(await tab.threads()).toEqual(['Title is too small']);
    await tab.comments.getByRole('button', { name: 'Open (5)' }).click();
    await tab.comments.getByRole('searchbox').fill('eclairage');
    expect(await tab.threads()).toEqual(['Éclairage trop froid sur tout ce plan']);
    await tab.comments.getByRole('searchbox').fill('nowhere');
    await tab.comments.getByText('No comment fits.').waitFor();

    await tab.videoIsReady();
    await tab.player.locator('.mark').first().click();
    expect(await tab.thread('Title is too small').getAttribute('aria-current')).toBe('true');
  });

  it('show hostile text as text', async () => {
    const tab = await open();
    expect(await tab.threads()).toContain(MALICIOUS);
    expect(await tab.comments.locator('img, script, a[href^="javascript"], a[href^="data"]').count()).toBe(0);
    expect(await tab.page.evaluate(() => 'hacked' in globalThis)).toBe(false);
  });

  it('stay inert where somebody wrote the record by hand', async () => {
    const huge = JSON.stringify(Array(50_000).fill({ tool: 'rect', x: 0, y: 0, w: 1, h: 1 }));
    const comments = [
      {
        id: '"><b>',
        author: '<b>x</b>',
        text: 'javascript:alert(1)',
        frame: 1e300,
        timecode: '<i>',
        createdAt: 'never',
      },
      { id: 'huge', text: 'huge', frame: 50, annotation: huge, replies: 'none' },
      { id: 'deep', text: 'deep', frame: 60, annotation: '['.repeat(100_000) },
    ];
    const properties = { 'frameioasset:viewUrl': 'javascript:alert(1)', 'frameioasset:resolution': '"/><script>' };
    const uid = await documentWithRecord(reviewed(), VIDEO, 'hostile', { fps: 25, comments }, properties);
    const tab = await open({}, uid);
    await tab.videoIsReady();
    await tab.thread('huge').getByRole('button').click();
    expect(await tab.clock()).toBe('00:00:02:00');
    expect(await shapes(tab).count()).toBe(0);
    expect(await tab.review.locator('a[href^="javascript"], b, i, script').count()).toBe(0);
  });

  it('are there at once when there are two hundred', async () => {
    const comments = Array.from({ length: 200 }, (_, index) => ({
      ...{ id: `c${index}`, author: 'Cleo', text: `Remark ${index} ${'on the picture '.repeat(20)}`, frame: index * 2 },
      replies: [{ id: `r${index}`, author: 'Ana', text: 'Yes' }],
    }));
    const uid = await documentWithRecord(reviewed(), VIDEO, 'long', { fps: 25, comments });
    const tab = await open({}, uid);
    await tab.videoIsReady();
    expect(await tab.threads()).toHaveLength(200);
    expect(await tab.player.locator('.mark').count()).toBe(200);

    const started = performance.now();
    await tab.comments.getByRole('searchbox').fill('remark 199');
    await expect.poll(() => tab.threads()).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('for everybody', () => {
  it.each([
    ['light and wide', { theme: 'default' }],
    ['dark', { theme: 'dark' }],
    ['narrow and French', { locale: 'fr-FR', viewport: { width: 420, height: 900 } }],
  ] as const)('it can be used: %s', async (_, options) => {
    const tab = await open(options);
    await tab.videoIsReady();
    await tab.thread('Darker, please').getByRole('button').click();
    await shapes(tab).waitFor();
    expect(await violations(tab.page, 'nuxeo-frameio-document-tab')).toEqual([]);
    const widths = await tab.review.evaluate((element) => [element.scrollWidth, element.clientWidth]);
    expect(widths[0]).toBeLessThanOrEqual(widths[1] ?? 0);
  });
});
