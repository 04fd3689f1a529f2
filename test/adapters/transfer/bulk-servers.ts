import { endWithParent } from '../../../sandbox/shared/processes.ts';
import { startSink, startSource } from './file-servers.ts';

// A source and a sink in a process of their own, for tests that look at the memory of the one in between.

endWithParent();
const length = Number(process.env['LENGTH']);
const [from, to] = await Promise.all([startSource(length), startSink()]);
process.stdout.write(`${JSON.stringify({ ready: true, from: from.origin, to: to.origin })}\n`);
