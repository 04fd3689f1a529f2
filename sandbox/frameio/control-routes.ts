import { json, Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { runAction } from './action-runner.ts';
import { ApiError, badRequest, notFound } from './errors.ts';
import { FULL_SCOPE, scopesOf } from './ims.ts';
import { isTimed } from './media-types.ts';
import type { Action, FileAsset, Person } from './model.ts';
import { createComment } from './resources/comments.ts';
import { createFile } from './resources/uploads.ts';
import type { Sandbox } from './sandbox.ts';
import { switchesSchema } from './switches.ts';
import { addTree, treeBody } from './trees.ts';
import { uuid } from './validation.ts';
import { describeWorld } from './world-dump.ts';

const email = z.email();
const bodies = {
  switches: switchesSchema.partial(),
  tokens: z.strictObject({
    email,
    scope: z.string().default(FULL_SCOPE),
    clientId: z.string().default('sandbox-client'),
  }),
  client: z.strictObject({
    clientId: z.string().default('sandbox-client'),
    clientSecret: z.string().optional(),
    redirectUris: z.array(z.string()).min(1).nullable().optional(),
  }),
  expire: z.strictObject({
    what: z.enum(['access-tokens', 'refresh-tokens', 'links', 'upload-urls']),
    email: email.optional(),
  }),
  file: z.strictObject({
    folderId: uuid,
    name: z.string().min(1),
    seed: z.string(),
    size: z.number().int().positive(),
    email: email.optional(),
    metadata: z
      .strictObject({
        frameRate: z.number().positive(),
        durationSeconds: z.number().positive(),
        frames: z.number().int().positive(),
        width: z.number().int().positive(),
        height: z.number().int().positive(),
        codec: z.string(),
      })
      .partial()
      .optional(),
  }),
  comment: z.strictObject({
    fileId: uuid,
    text: z.string().min(1),
    email: email.optional(),
    timestamp: z.union([z.number().int().min(0), z.string()]).optional(),
    annotation: z.string().optional(),
    internal: z.boolean().default(false),
  }),
  reply: z.strictObject({ commentId: uuid, email: email.optional(), text: z.string().min(1) }),
  account: z.strictObject({ storageLimit: z.number().int().min(0).nullable() }),
  actAs: z.strictObject({
    email,
    method: z.string(),
    path: z.string().startsWith('/v4/'),
    body: z.unknown().optional(),
    headers: z.record(z.string(), z.string()).default({}),
  }),
  run: z.strictObject({
    actionId: uuid.optional(),
    name: z.string().optional(),
    workspaceId: uuid.optional(),
    email,
    resources: z
      .array(z.strictObject({ type: z.string(), id: uuid }))
      .min(1)
      .max(100),
    data: z.record(z.string(), z.unknown()).optional(),
    interactionId: z.string().optional(),
    tamper: z.enum(['bad-signature', 'no-signature', 'old-timestamp', 'future-timestamp', 'changed-body']).optional(),
  }),
};

/** What tests and the reviewer's page need beside the API: for nobody in the real service. */
export function controlRoutes(sandbox: Sandbox, reset: () => Promise<void>): Router {
  const router = Router();
  router.use(json({ limit: '10mb' }));
  worldRoutes(router, sandbox, reset);
  identityRoutes(router, sandbox);
  contentRoutes(router, sandbox);
  return router;
}

function worldRoutes(router: Router, sandbox: Sandbox, reset: () => Promise<void>): void {
  router.post('/reset', async (_req, res) => {
    await reset();
    res.status(204).end();
  });
  router.get('/switches', (_req, res) => {
    res.json(sandbox.switches);
  });
  router.put('/switches', (req, res) => {
    Object.assign(sandbox.switches, checked(bodies.switches, req));
    res.json(sandbox.switches);
  });
  router.get('/world', (_req, res) => {
    res.json(describeWorld(sandbox));
  });
  router.get('/deliveries', (_req, res) => {
    res.json(sandbox.events.deliveries);
  });
  router.patch('/accounts/:id', (req, res) => {
    const account = sandbox.world.accounts.get(String(req.params['id']));
    if (!account) throw notFound('There is no such account');
    Object.assign(account, checked(bodies.account, req));
    res.status(204).end();
  });
}

function identityRoutes(router: Router, sandbox: Sandbox): void {
  const { ims } = sandbox;
  router.get('/people', (_req, res) => {
    res.json([...sandbox.world.people.values()]);
  });
  router.post('/tokens', (req, res) => {
    const { email, scope, clientId } = checked(bodies.tokens, req);
    res.status(201).json(ims.issue(personOf(sandbox, email), clientId, scopesOf(scope)));
  });
  router.put('/client', (req, res) => {
    const { clientId, clientSecret, redirectUris } = checked(bodies.client, req);
    const known = ims.clients.get(clientId) ?? { clientId, clientSecret: '', redirectUris: undefined };
    const uris = redirectUris === undefined ? known.redirectUris : (redirectUris ?? undefined);
    ims.clients.set(clientId, { clientId, clientSecret: clientSecret ?? known.clientSecret, redirectUris: uris });
    res.status(204).end();
  });
  router.post('/expire', (req, res) => {
    const { what, email } = checked(bodies.expire, req);
    if (what === 'links') sandbox.storage.presigner.expireLinks();
    else if (what === 'upload-urls') expireUploads(sandbox);
    else ims.expire(what, email === undefined ? undefined : personOf(sandbox, email).id);
    res.status(204).end();
  });
  router.post('/act-as', async (req, res) => {
    await actAs(sandbox, req, res);
  });
  router.post('/actions/run', async (req, res) => {
    const run = checked(bodies.run, req);
    res.json(await runAction(sandbox, actionOf(sandbox, run), personOf(sandbox, run.email), run));
  });
}

function contentRoutes(router: Router, sandbox: Sandbox): void {
  router.post('/files', (req, res) => {
    res.status(201).json({ id: addSeededFile(sandbox, checked(bodies.file, req)).id });
  });
  router.post('/trees', (req, res) => {
    const { email, ...tree } = checked(treeBody, req);
    const creatorId = email === undefined ? undefined : personOf(sandbox, email).id;
    res.status(201).json({ ids: addTree(sandbox, tree, creatorId) });
  });
  router.get('/files/:id/digest', async (req, res) => {
    res.json(await sandbox.storage.digest(fileOf(sandbox, String(req.params['id']))));
  });
  router.post('/comments', (req, res) => {
    const { fileId, email, internal, ...changes } = checked(bodies.comment, req);
    const ownerId = email === undefined ? undefined : personOf(sandbox, email).id;
    res.status(201).json({ id: createComment(sandbox, fileOf(sandbox, fileId), { ownerId, changes, internal }).id });
  });
  router.post('/comments/reply', (req, res) => {
    const { commentId, email, text } = checked(bodies.reply, req);
    const parent = sandbox.world.comment(commentId);
    if (!parent) throw notFound('There is no such comment');
    const ownerId = email === undefined ? undefined : personOf(sandbox, email).id;
    const reply = { ownerId, changes: { text }, parentId: parent.parentId ?? parent.id, internal: parent.internal };
    res.status(201).json({ id: createComment(sandbox, fileOf(sandbox, parent.fileId), reply).id });
  });
}

/** Uploaded at once, with nothing stored: its bytes are made from the seed again and again. */
function addSeededFile(
  sandbox: Sandbox,
  { folderId, name, seed, size, email, metadata }: z.output<typeof bodies.file>,
): FileAsset {
  const folder = sandbox.world.asset(folderId);
  if (folder?.type !== 'folder') throw notFound('There is no such folder');
  const creatorId = email === undefined ? folder.creatorId : personOf(sandbox, email).id;
  const file = createFile(sandbox, { folder, name, size, creatorId });
  const media = metadata ?? (isTimed(file.mediaType) ? undefined : {});
  sandbox.pipeline.complete(file, { kind: 'seeded', seed }, media as FileAsset['media'] | undefined);
  return file;
}

function expireUploads({ world }: Sandbox): void {
  for (const asset of world.assets()) {
    if (asset.type === 'file' && asset.upload) asset.upload.expiresAt = 0;
  }
}

async function actAs(sandbox: Sandbox, req: Request, res: Response): Promise<void> {
  const { email, method, path, body, headers } = checked(bodies.actAs, req);
  const { access_token: token } = sandbox.ims.issue(personOf(sandbox, email), 'sandbox-client', scopesOf(FULL_SCOPE));
  const answer = await fetch(`${req.protocol}://${req.get('host') ?? ''}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  res
    .status(answer.status)
    .type(answer.headers.get('content-type') ?? 'json')
    .send(Buffer.from(await answer.arrayBuffer()));
}

function actionOf({ world }: Sandbox, { actionId, name, workspaceId }: z.output<typeof bodies.run>): Action {
  const wanted = (action: Action) =>
    actionId === undefined ? action.name === name && action.workspaceId === workspaceId : action.id === actionId;
  const action = [...world.actions.values()].find(wanted);
  if (!action) throw notFound('There is no such action');
  if (!action.active) throw badRequest('The action is not active');
  return action;
}

function personOf({ world }: Sandbox, address: string): Person {
  const person = world.personByEmail(address);
  if (!person) throw notFound(`Nobody has the address ${address}`);
  return person;
}

function fileOf({ world }: Sandbox, id: string): FileAsset {
  const asset = world.asset(id);
  if (asset?.type !== 'file') throw notFound('There is no such file');
  return asset;
}

function checked<T extends z.ZodType>(schema: T, req: Request): z.output<T> {
  const result = schema.safeParse(req.body ?? {});
  if (result.success) return result.data;
  throw new ApiError(400, { detail: z.prettifyError(result.error) });
}
