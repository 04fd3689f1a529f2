import slots from './slots.html';

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
  const { keepTexts } = await import('./shared/i18n.ts');
  keepTexts([...slots.matchAll(/ label="([^"]+)"/g)].map(([, key = '']) => key));
}

start().catch((error: unknown) => {
  console.warn('The Frame.io plugin could not be loaded', error);
});
