import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What assistive technology would stumble over inside an element: rule and place, nothing when all is well. */
export async function accessibilityFaults(page: Page, selector: string): Promise<string[]> {
  await page.evaluate(await readFile(source, 'utf8'));
  return page.locator(selector).evaluate(async (element) => {
    const { axe } = globalThis as unknown as { axe: { run(what: Element, how: object): Promise<AxeResults> } };
    const { violations } = await axe.run(element, { resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.flat().join(' ')}`));
  });
}

interface AxeResults {
  readonly violations: readonly { id: string; nodes: readonly { target: readonly (string | string[])[] }[] }[];
}
