import slots from './slots.html';

/** Web UI shows nothing before its add-ons are there: it does not wait for us longer. */
const PATIENCE_MS = 5000;

/**
 * The entry that Web UI loads at start. Web UI has no catch around it: nothing here may throw, and everything else
 * comes by an import that is caught. If the sidecar is down Web UI works as ever.
 */
async function start(): Promise<void> {
  const holder = document.createElement('div');
  holder.hidden = true;
  holder.innerHTML = slots;
  await import('./elements.ts');
  // Slots are stamped on every registration: one append registers all of them once.
  document.head.append(...holder.children);
  await stamped();
  const { keepTexts } = await import('./shared/i18n.ts');
  keepTexts([...slots.matchAll(/ label="([^"]+)"/g)].map(([, key = '']) => key));
}

/** Slots stamp what was registered when the browser is idle, in the order in which they asked. */
function stamped(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve());
    else setTimeout(resolve, 50);
  });
}

const started = start().catch((error: unknown) => {
  console.warn('The Frame.io plugin could not be loaded', error);
});
// Web UI opens the page of its address when its add-ons are loaded: one of ours that is not there by then is a 404.
await Promise.race([started, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
