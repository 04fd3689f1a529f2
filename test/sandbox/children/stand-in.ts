// A child for the tests of processes: says it is ready, in the way its argument tells.
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { endWithParent } from '../../../sandbox/shared/end-with-parent.ts';

const [behaviour] = process.argv.slice(2);
if (behaviour !== 'knows-nothing') endWithParent();
if (behaviour === 'dies') {
  process.stderr.write('The port is taken\n');
  process.exit(3);
}

const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
if (behaviour === 'stubborn') process.on('SIGTERM', () => undefined);
if (behaviour === 'polite') process.once('SIGTERM', () => server.close(() => process.stderr.write('goodbye\n')));

print('some words first');
print('{"level":30,"msg":"a log line is no ready line"}');
if (behaviour !== 'silent') print(JSON.stringify({ ready: true, port, greeting: process.env['GREETING'] }));

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
