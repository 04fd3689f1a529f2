import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';

it('is seen from end to end in the demo', async () => {
  const script = fileURLToPath(new URL('../../sandbox/demo.ts', import.meta.url));
  const demo = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [demo.stdout, demo.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(demo, 'close')) as [number | null];
  expect(said).toContain('Everything was seen');
  expect(said).not.toContain('✗');
  expect(code).toBe(0);
}, 240_000);
