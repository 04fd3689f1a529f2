import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { timestamp } from '../clock.ts';
import { notFound, unprocessable } from '../errors.ts';
import type { Share } from '../model.ts';
import { created, noContent, ok, type Call, type Operations } from '../operation.ts';
import { pageOf, sorted } from '../paging.ts';
import { born } from '../store.ts';
import { frameOrAdobeId, oneOf, pagedQuery, wrapped } from '../validation.ts';

const access = z.enum(['public', 'secure']);
const label = z
  .string()
  .min(1)
  .max(175)
  .regex(/^[^\r\n]*$/, 'Invalid format');
const optional = {
  downloading_enabled: z.boolean().optional(),
  expiration: z.iso.datetime().nullable().optional(),
  passphrase: z.string().max(255).nullable().optional(),
  description: z.string().max(640).nullable().optional(),
};
const createBody = wrapped(
  z.strictObject({
    type: z.literal('asset'),
    access,
    name: label,
    asset_ids: z.array(frameOrAdobeId).min(1).max(100).optional(),
    ...optional,
  }),
);
const updateBody = wrapped(
  z
    .strictObject({ access: access.optional(), name: label.nullable().optional(), ...optional })
    .refine((data) => Object.keys(data).length > 0, 'Object property count 0 is less than minProperties: 1'),
);
const assetBody = wrapped(z.strictObject({ asset_id: frameOrAdobeId }));

const ACCOUNT = '/v4/accounts/:account_id';
const LIST = `${ACCOUNT}/projects/:project_id/shares`;
const ONE = `${ACCOUNT}/shares/:share_id`;
const SORTS = ['name_asc', 'created_at_asc', 'name_desc', 'created_at_desc'] as const;

type Changes = Partial<z.output<typeof updateBody>['data']>;

export function shareOperations(api: Operations): void {
  api.get(LIST, {
    id: 'shares.index',
    query: pagedQuery({ sort: oneOf(SORTS) }),
    handle({ sandbox, access, accountId, query, path, id }) {
      const project = access.project(accountId, id('project_id'));
      const found = [...sandbox.world.shares.values()].filter(({ projectId }) => projectId === project.id);
      const keys = { name: (share: Share) => share.name ?? '', created_at: (share: Share) => share.createdAt };
      return ok(pageOf(sorted(found, query.sort, keys), path, query, present));
    },
  });

  api.post(LIST, {
    id: 'shares.create',
    body: createBody,
    handle(call) {
      const { sandbox, person, body } = call;
      const project = call.access.project(call.accountId, call.id('project_id'), 'manage');
      const { asset_ids: assetIds = [], ...data } = body.data;
      const share: Share = {
        ...{ ...born(), projectId: project.id, collectionId: randomUUID(), name: data.name, access: data.access },
        ...{ downloadingEnabled: true, expiration: null, passphrase: null, description: null },
        ...{ assetIds: new Set(assetIds.map((id) => assetIn(call, project.id, id))), reviewers: new Set() },
      };
      change(share, data);
      sandbox.world.shares.set(share.id, share);
      sandbox.events.emit('share.created', { id: share.id, type: 'share' }, project.id, person.id);
      return created({ data: present(share) });
    },
  });

  oneShare(api);
  shareAssets(api);
}

function oneShare(api: Operations): void {
  api.get(ONE, { id: 'shares.show', handle: (call) => ok({ data: present(shareIn(call, 'see')) }) });

  api.patch(ONE, {
    id: 'shares.update',
    body: updateBody,
    handle(call) {
      const share = shareIn(call);
      change(share, call.body.data);
      call.sandbox.events.emit('share.updated', { id: share.id, type: 'share' }, share.projectId, call.person.id);
      return ok({ data: present(share) });
    },
  });

  api.delete(ONE, {
    id: 'shares.delete',
    handle(call) {
      const share = shareIn(call);
      call.sandbox.world.shares.delete(share.id);
      call.sandbox.events.emit('share.deleted', { id: share.id, type: 'share' }, share.projectId, call.person.id);
      return noContent;
    },
  });
}

function shareAssets(api: Operations): void {
  api.post(`${ONE}/assets`, {
    id: 'shares.add_asset',
    body: assetBody,
    handle(call) {
      const share = shareIn(call);
      const added = assetIn(call, share.projectId, call.body.data.asset_id);
      share.assetIds.add(added);
      return ok({ data: { ...present(share), asset_added: added } });
    },
  });

  api.delete(`${ONE}/assets/:asset_id`, {
    id: 'shares.remove_asset',
    handle(call) {
      const share = shareIn(call);
      const removed = call.id('asset_id');
      if (!share.assetIds.delete(removed)) throw notFound();
      return ok({ data: { ...present(share), asset_removed: removed } });
    },
  });
}

export function shareIn(
  { sandbox, access, accountId, id }: Call<unknown, unknown>,
  ability: 'see' | 'manage' = 'manage',
): Share {
  const share = sandbox.world.shares.get(id('share_id'));
  if (!share) throw notFound();
  access.project(accountId, share.projectId, ability);
  return share;
}

function assetIn({ access, accountId }: Call<unknown, unknown>, projectId: string, id: string): string {
  const asset = access.asset(accountId, id);
  if (asset.projectId !== projectId) throw unprocessable(`${id} is not in this project`, '/data/asset_ids');
  return asset.id;
}

function change(share: Share, changes: Changes): void {
  share.name = changes.name === undefined ? share.name : changes.name;
  share.access = changes.access ?? share.access;
  share.downloadingEnabled = changes.downloading_enabled ?? share.downloadingEnabled;
  if (changes.expiration !== undefined) share.expiration = changes.expiration;
  if (changes.passphrase !== undefined) share.passphrase = changes.passphrase;
  if (changes.description !== undefined) share.description = changes.description;
  share.updatedAt = timestamp();
}

/** What is shared is not in it: the API tells nobody. */
function present(share: Share) {
  return {
    id: share.id,
    name: share.name,
    access: share.access,
    short_url: `https://f.io/${share.id.slice(0, 8)}`,
    collection_id: share.collectionId,
    enabled: true,
    commenting_enabled: true,
    downloading_enabled: share.downloadingEnabled,
    expiration: share.expiration,
    passphrase: share.passphrase,
    description: share.description,
    last_viewed_at: null,
    created_at: share.createdAt,
    updated_at: share.updatedAt,
  };
}
