import { parseArgs } from 'node:util';
import { benchActions } from './actions/actions.ts';
import { benchSync } from './sync/sync.ts';
import { loadNow, writeSection } from './report.ts';
import { benchTransfers } from './transfer/transfers.ts';
import { bytesOf } from './transfer/sizes.ts';
import { benchUi } from './ui/ui.ts';

/**
 * `npm run bench -- [transfer|actions|ui|sync] [--size 20GB] [--capped-size 1GB] [--only sidecar] [--sidecar-flags "…"]
 * [--assets 10000] [--rate-factor 20]`
 *
 * Prints tables and keeps them in RESULTS.md. Linux only: processes are measured in /proc.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: 'string', default: '1GB' },
    'capped-size': { type: 'string', default: '512MiB' },
    only: { type: 'string' },
    'sidecar-flags': { type: 'string', default: '--max-semi-space-size=2' },
    bindings: { type: 'string', default: '10000' },
    calls: { type: 'string', default: '3000' },
    times: { type: 'string', default: '7' },
    assets: { type: 'string', default: '10000' },
    'rate-factor': { type: 'string', default: '20' },
  },
});
const wanted = positionals.length === 0 ? ['transfer', 'actions', 'ui', 'sync'] : positionals;
const command = `npm run bench${process.argv.length > 2 ? ` -- ${process.argv.slice(2).join(' ')}` : ''}`;
const load = loadNow();

if (wanted.includes('transfer')) {
  const text = await benchTransfers({
    size: bytesOf(values.size),
    cappedSize: bytesOf(values['capped-size']),
    only: values.only,
    sidecarFlags: values['sidecar-flags'],
  });
  await writeSection('Transfers', text, command, load);
}
if (wanted.includes('actions')) {
  const text = await benchActions({
    bindings: Number(values.bindings),
    calls: Number(values.calls),
    sidecarFlags: values['sidecar-flags'],
  });
  await writeSection('Custom-action answers', text, command, load);
}
if (wanted.includes('ui')) {
  await writeSection('In the browser', await benchUi(Number(values.times)), command, load);
}
if (wanted.includes('sync')) {
  const text = await benchSync({
    assets: Number(values.assets),
    rateFactor: Number(values['rate-factor']),
    sidecarFlags: values['sidecar-flags'],
  });
  await writeSection('Synchronizing a folder', text, command, load);
}
