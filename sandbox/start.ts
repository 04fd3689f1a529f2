import { startEnvironment } from './environment/environment.ts';
import { connected, setUp } from './environment/set-up.ts';
import { bindDemoWorkspace, TARGET } from './demo/scenes.ts';
import { SEEDED } from './nuxeo/seed.ts';

/** The environment of the demo, kept running to click through. Ctrl+C ends it. */
const environment = await startEnvironment({
  webUi: true,
  // Frame.io is on this machine as well.
  sidecarEnv: { WEBHOOKS: 'always', QUIET_SECONDS: '5' },
  ...(process.env['SANDBOX_PORT'] ? { publicPort: Number(process.env['SANDBOX_PORT']) } : {}),
});
await setUp(environment);
const ana = await connected(environment, 'ana');
await connected(environment, 'ben');
await bindDemoWorkspace(ana);

console.log(`
Web UI          ${environment.publicUrl}/ui/
                sign in as ana, ben (editors), cleo (reader) or Administrator; the password is the name
Frame.io        ${environment.frameioUrl}/
                choose cleo to review: play, comment, draw, set the status, run “Publish to Nuxeo”
Mail            ${environment.mailUrl}/
Sidecar's API   ${environment.sidecarUrl}/openapi.json

The provider is registered, ana and ben are connected, and the workspace Aurora is bound to Features.
Push the video, then review it in Frame.io. The same as the button does:

  curl -u ana:ana -H 'content-type: application/json' ${environment.sidecarUrl}/api/push \\
    -d '${JSON.stringify({ documents: [SEEDED.firstCut], target: TARGET })}'

Ctrl+C ends it.`);

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    void environment.stop().then(() => process.exit(0));
  });
}
