import type { Page } from 'playwright-core';

/** Presses a button that opens the sign-in window, and answers that window on Adobe's page. */
export async function openSignIn(page: Page, button = 'Connect to Frame.io'): Promise<Page> {
  const [popup] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('button', { name: button, exact: true }).click(),
  ]);
  await popup.getByText('Choose who you are').waitFor();
  return popup;
}

/** The whole sign-in, as the person with this e-mail at Adobe. */
export async function signIn(page: Page, email: string, button?: string): Promise<void> {
  const popup = await openSignIn(page, button);
  await popup.getByText(email).click();
}
