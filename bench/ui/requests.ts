import type { Page } from 'playwright-core';
import { table } from '../report.ts';
import { PLACES, type UiStage } from './stage.ts';

const views = [
  ['a folder that has nothing to do with Frame.io', PLACES.unbound],
  ['a folder in a bound one', PLACES.folderInBound],
  ['a document that was never pushed', PLACES.document],
  ['a bound folder', PLACES.boundFolder],
  ['a document in review', PLACES.inReview],
] as const;

/** What one more look at something asks of the sidecar, in a page that is open already. */
export async function benchRequests(stage: UiStage): Promise<string> {
  const rows: string[][] = [];
  for (const [name, place] of views) {
    const other = place === PLACES.unbound ? PLACES.folderInBound : PLACES.unbound;
    const { page, go, close } = await stage.open(other);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await go(place);
    await quiet(page, asked);
    rows.push([name, String(asked.filter((path) => path.startsWith('/nuxeo/frameio/')).length), String(asked.length)]);
    await close();
  }
  return table(['Looking at', 'requests of ours (aim: at most 1)', 'of the whole page'], rows);
}

/** Until nothing was asked for a while: inside a page nothing else tells that it has come to rest. */
async function quiet(page: Page, asked: readonly string[]): Promise<void> {
  for (let before = -1; before !== asked.length;) {
    before = asked.length;
    await page.waitForTimeout(1500);
  }
}
