import type { Page } from 'playwright-core';

const PATIENCE_MS = 15_000;

/**
 * Presses one of our actions; the menu may put it into its drop-down at any moment, when it has measured its room.
 *
 * @param prepare - What the action needs, made sure of again before each attempt.
 */
export async function action(
  page: Page,
  tag: string,
  within = 'nuxeo-browser',
  prepare?: () => Promise<void>,
): Promise<void> {
  const element = page.locator(`${within} ${tag}`);
  await element.waitFor({ state: 'attached' });
  for (const deadline = Date.now() + PATIENCE_MS; ;) {
    await prepare?.();
    const isInDropdown = await element.evaluate((one) => one.slot === 'dropdown');
    if (isInDropdown && !(await element.isVisible())) await page.locator(`${within} #dropdownButton`).first().click();
    try {
      return await element.click({ timeout: 2_000 });
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

/** Those that are not selected yet: a listing that is read again drops its selection. */
export async function select(page: Page, ...titles: readonly string[]): Promise<void> {
  for (const title of titles) {
    const row = page.locator('nuxeo-data-table-row').filter({ hasText: title });
    const isSelected = await row.evaluate((one) => (one as { selected?: boolean }).selected === true);
    if (!isSelected) await row.locator('nuxeo-data-table-checkbox').click();
  }
}

export async function shown(page: Page, selector: string, state: 'visible' | 'attached' = 'visible'): Promise<void> {
  await page.locator(selector).first().waitFor({ state });
}

/** Nothing of ours loads any more, and nothing moves. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.fonts.status === 'loaded');
  await page
    .locator('.spinner')
    .first()
    .waitFor({ state: 'detached' })
    .catch(() => undefined);
  await page.waitForTimeout(400);
}

/** Keys that no sentence was found for, in all that our elements show. */
export function rawKeys(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const look = (root: Node) => {
      if (root instanceof Text) found.push(...((root.data.match(/\bframeio\.[a-z][\w.-]+/g) as string[] | null) ?? []));
      if (root instanceof Element && root.shadowRoot) look(root.shadowRoot);
      if (root instanceof Element && ['STYLE', 'SCRIPT', 'TEMPLATE'].includes(root.tagName)) return;
      root.childNodes.forEach(look);
    };
    look(document.body);
    return found;
  });
}

/** Elements of ours that are wider than the room they have. */
export function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const look = (root: ParentNode) => {
      for (const one of root.querySelectorAll<HTMLElement>('*')) {
        if (one.localName.startsWith('nuxeo-frameio') || one.localName === 'dialog') {
          if (one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1) found.push(one.localName);
        }
        if (one.shadowRoot) look(one.shadowRoot);
      }
    };
    look(document);
    return found;
  });
}
