import { expect, it } from 'vitest';
import { bytesAtStart } from '../../bench/ui/sizes.ts';

it('costs every user of Web UI at most 12 kB at start', async () => {
  const bytes = await bytesAtStart();
  // Lit alone is more than half of it: less would mean that something was not counted.
  expect(bytes).toBeGreaterThan(8 * 1024);
  expect(bytes).toBeLessThanOrEqual(12 * 1024);
});
