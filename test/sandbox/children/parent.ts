// A parent for the tests of processes: starts stand-ins, prints their ports, then waits or ends.
import { startProcess } from '../../../sandbox/shared/processes.ts';

const [ending] = process.argv.slice(2);
const script = new URL('stand-in.ts', import.meta.url).pathname;
const knowing = await startProcess({ name: 'knowing', script, env: {} });
const unknowing = await startProcess({
  name: 'unknowing',
  script,
  args: ['knows-nothing'],
  env: {},
  watchParent: true,
});
process.stdout.write(JSON.stringify([knowing.ready, unknowing.ready]));

if (ending === 'throw') throw new Error('uncaught');
if (ending === 'exit') process.exit(0);
