import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { roundTrip, type Stage } from './demo/round-trip.ts';
import { syncTree } from './demo/sync-scenes.ts';
import { Transcript } from './demo/transcript.ts';
import { bindWorkspace, pushBulk, unbindAndTry } from './demo/scenes.ts';
import { startEnvironment } from './environment/environment.ts';
import { Reviewer } from './environment/reviewer.ts';
import { connected, setUp } from './environment/set-up.ts';

/**
 * The main job on a real video, through the real sidecar, from registering the provider to unbinding.
 * Exit code 0 only when everything was seen.
 */
const transcript = new Transcript();
const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
const cut = async (name: string) => ({
  path: fixture(name),
  sha256: createHash('sha256')
    .update(await readFile(fixture(name)))
    .digest('hex'),
});

transcript.act('Starting Nuxeo, Frame.io, mail and the sidecar');
// Frame.io's stand-in reaches this machine, which the real one would not.
const environment = await startEnvironment({ sidecarEnv: { WEBHOOKS: 'always', QUIET_SECONDS: '2' } });
try {
  transcript.say(`one origin at ${environment.publicUrl}`);
  const administrator = await setUp(environment);
  transcript.say('Administrator registered the sidecar in Nuxeo and the Frame.io provider');
  const ana = await connected(environment, 'ana');
  const ben = await connected(environment, 'ben');
  transcript.say('ana and ben connected their Frame.io accounts');
  const stage: Stage = {
    transcript,
    environment,
    ana,
    ben,
    reviewer: await Reviewer.signIn(environment.frameioUrl, 'cleo@northlight.example'),
    editor: await Reviewer.signIn(environment.frameioUrl, 'ana@northlight.example'),
  };
  await bindWorkspace(stage, administrator);
  await roundTrip(stage, { by: 'action', from: await cut('first-cut.mp4'), to: await cut('second-cut.mp4') });
  await pushBulk(stage);
  await roundTrip(stage, { by: 'bring-back', from: await cut('second-cut.mp4'), to: await cut('first-cut.mp4') });
  await unbindAndTry(stage);
  await syncTree(stage, await cut('second-cut.mp4'));
  transcript.act('Everything was seen');
} catch (error) {
  console.error('\n✗', error);
  process.exitCode = 1;
} finally {
  await environment.stop();
}
