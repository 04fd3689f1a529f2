import { fileURLToPath } from 'node:url';
import { bindDemoWorkspace, TARGET } from '../../../sandbox/demo/scenes.ts';
import { documentOf, settledBatch, type DocumentSeen } from '../../../sandbox/demo/watching.ts';
import type { Environment } from '../../../sandbox/environment/environment.ts';
import type { Person } from '../../../sandbox/environment/person.ts';
import { Reviewer } from '../../../sandbox/environment/reviewer.ts';
import { connected, setUp } from '../../../sandbox/environment/set-up.ts';
import { until } from '../../../sandbox/environment/until.ts';
import { fieldId, statusOptionId } from '../../../sandbox/frameio/seed.ts';
import { SEEDED } from '../../../sandbox/nuxeo/seed.ts';
import type { Desk } from './stored-review.ts';

const { accountId, workspaceId, projectId, folderId } = TARGET;
const secondCut = fileURLToPath(new URL('../../../sandbox/fixtures/second-cut.mp4', import.meta.url));

export const VIDEO = SEEDED.firstCut;
/** Frame.io counts from 1, the record from 0. */
export const RECTANGLE_AT = 74;
export const PEN_AT = 249;
/** A long one: its drawing stays for two seconds. */
export const ARROW_AT = 399;

const rectangle = {
  tool: 'rect',
  color: '#F22237',
  size: 8,
  x: 0.28,
  y: 0.13,
  w: 0.31,
  h: 0.53,
  ix: 0.28,
  iy: 0.13,
  radius: 8,
};
const pen = { tool: 'pen', color: '#38e0ff', size: 6, xs: [0.1, 0.2, 0.3, 0.35], ys: [0.8, 0.6, 0.7, 0.5] };
const arrow = { tool: 'arrow', color: '#42be65', size: 8, x: 0.55, y: 0.2, w: 0.2, h: 0.25, ix: 0.75, iy: 0.2 };
const line = { tool: 'line', color: '#ffb000', size: 4, x1: 0.1, y1: 0.9, x2: 0.9, y2: 0.95 };
const unknown = { tool: 'hologram', x: 0.5, y: 0.5 };

export const MALICIOUS =
  '<img src=x onerror="window.hacked = 1"><script>window.hacked = 2</script> javascript:alert(1) data:text/html,x';

export interface ReviewedVideo extends Desk {
  readonly cleo: Reviewer;
  readonly editor: Reviewer;
  /** The head of the version stack. */
  readonly headId: string;
}

/** Pushed by ana; a second cut was put on top of it, commented, approved, and published back into Nuxeo. */
export async function reviewedVideo(
  environment: Environment,
  { hostile = true }: { hostile?: boolean } = {},
): Promise<ReviewedVideo> {
  await setUp(environment);
  const ana = await connected(environment, 'ana');
  const cleo = await Reviewer.signIn(environment.frameioUrl, 'cleo@northlight.example');
  const editor = await Reviewer.signIn(environment.frameioUrl, 'ana@northlight.example');
  await bindDemoWorkspace(ana);
  const pushed = await pushVideo(ana);
  const on = { folderId, fileId: String(pushed.properties['frameioasset:fileId']) };
  const head = await editor.newVersion(accountId, on, 'Aurora second cut.mp4', secondCut);
  await comment(head.fileId, cleo, editor);
  if (hostile) await cleo.comment(accountId, head.fileId, MALICIOUS, { frame: 300 });
  await decide(cleo, head.fileId, 'Approved');
  await cleo.run('Publish to Nuxeo', workspaceId, [{ type: 'version_stack', id: head.stackId }]);
  await until('the document to be unlocked', async () => {
    const { lockOwner } = await documentOf(ana, VIDEO);
    return lockOwner === undefined;
  });
  await transcoded(ana);
  return { ana, publicUrl: environment.publicUrl, cleo, editor, headId: head.fileId };
}

export async function pushVideo(ana: Person): Promise<DocumentSeen> {
  const { batchId } = await ana.api<{ batchId: string }>('POST', '/push', { documents: [VIDEO], target: TARGET });
  const [job] = await settledBatch(ana, batchId);
  if (job?.state !== 'completed') throw new Error(`the push ended as ${job?.state}: ${job?.failure?.message}`);
  return documentOf(ana, VIDEO);
}

export async function decide(
  reviewer: Reviewer,
  fileId: string,
  label: Parameters<typeof statusOptionId>[1],
): Promise<void> {
  const status = fieldId(accountId, 'Status');
  await reviewer.setStatus(accountId, projectId, fileId, status, statusOptionId(accountId, label));
}

async function comment(fileId: string, cleo: Reviewer, editor: Reviewer): Promise<void> {
  const draw = (...shapes: object[]) => JSON.stringify(shapes);
  const text = 'Darker, please 🌘\nfrom here on: https://example.com/look?a=1&b=2.';
  const first = await cleo.comment(accountId, fileId, text, {
    frame: RECTANGLE_AT + 1,
    annotation: draw(rectangle, unknown),
  });
  await editor.reply(first, 'Done in this cut');
  await cleo.comment(accountId, fileId, 'The logo jumps here', { frame: PEN_AT + 1, annotation: draw(pen, line) });
  await cleo.v4('POST', `/accounts/${accountId}/files/${fileId}/comments`, {
    text: 'Éclairage trop froid sur tout ce plan',
    timestamp: ARROW_AT + 1,
    duration: 50,
    annotation: draw(arrow),
  });
  const done = await cleo.comment(accountId, fileId, 'Title is too small', { frame: 11 });
  await cleo.v4('PATCH', `/accounts/${accountId}/comments/${done}`, { completed: true });
  await cleo.comment(accountId, fileId, 'Lovely work overall');
}

/** Nuxeo makes its renditions a while after a main file has changed. */
async function transcoded(ana: Person): Promise<void> {
  await until('the renditions', async () => {
    const { properties } = await documentOf(ana, VIDEO);
    return (properties['vid:transcodedVideos'] as unknown[]).length > 0;
  });
}
