import { z } from 'zod';
import { connectionWarning } from './account.ts';
import { operation } from './operation.ts';

const text = (most: number) => z.string().trim().max(most);
const pageLimit = z.coerce.number().int().min(1).max(200).default(50);

export const providerStateAnswer = z.object({
  registered: z.boolean(),
  enabled: z.boolean(),
  serviceEnabled: z.boolean(),
});
export type ProviderStateAnswer = z.infer<typeof providerStateAnswer>;

/** The form as it is typed; what it means is checked by the use case, which names the field. */
export const providerBody = z.strictObject({
  serviceName: text(60),
  description: text(500),
  clientId: text(500),
  /** Empty: the stored one stays. */
  clientSecret: text(1000).default(''),
  authorizationServerUrl: text(2000),
  tokenServerUrl: text(2000),
  userAuthorizationUrl: text(2000).default(''),
  /** One of the answer's `redirectUriChoices`; empty: the first. */
  redirectUri: text(2000).default(''),
  /** Separated by commas or spaces. */
  scopes: text(2000),
  pkce: z.boolean().default(false),
  enabled: z.boolean().default(true),
  serviceEnabled: z.boolean().default(true),
});
export type ProviderBody = z.infer<typeof providerBody>;

/** What an administrator reads back; before anything is saved, the form's defaults. */
export const providerAnswer = z.object({
  registered: z.boolean(),
  serviceName: z.string(),
  description: z.string(),
  clientId: z.string(),
  /** Dots, or empty without a secret: the secret itself never leaves the server. */
  clientSecretMasked: z.string(),
  authorizationServerUrl: z.string(),
  tokenServerUrl: z.string(),
  userAuthorizationUrl: z.string(),
  scopes: z.array(z.string()),
  pkce: z.boolean(),
  enabled: z.boolean(),
  serviceEnabled: z.boolean(),
  /** What Adobe's developer console must have, exactly. */
  redirectUri: z.string(),
  redirectUriChoices: z.array(z.string()),
  savedAt: z.iso.datetime().nullable(),
  savedBy: z.string().nullable(),
  nuxeoClient: z.object({
    registered: z.boolean(),
    clientId: z.string().nullable(),
    redirectUri: z.string(),
  }),
});
export type ProviderAnswer = z.infer<typeof providerAnswer>;

/** `code` with `frameio.check.remedy.` before it is the key of what to do, `id` with `frameio.check.` that of the line. */
export const checkLineAnswer = z.object({
  id: z.string(),
  ok: z.boolean(),
  code: z.string().nullable(),
  params: z.array(z.string()),
});
export const checkAnswer = z.object({ ok: z.boolean(), lines: z.array(checkLineAnswer) });
export type CheckAnswer = z.infer<typeof checkAnswer>;

export const nuxeoClientAnswer = z.object({
  clientId: z.string(),
  redirectUri: z.string(),
  /** Or there was one already, which has a new secret now. */
  created: z.boolean(),
});
export type NuxeoClientAnswer = z.infer<typeof nuxeoClientAnswer>;

export const settingsBody = z.strictObject({
  approvalGate: z.enum(['off', 'warn', 'require']),
  approvedOptionIds: z.record(z.string().max(200), z.array(z.string().max(200)).max(100)),
  comments: z.boolean(),
  remoteUpload: z.boolean(),
});
export const settingsAnswer = z.object(settingsBody.shape);
export type SettingsAnswer = z.infer<typeof settingsAnswer>;

const permissionState = z.enum(['connected', 'missing', 'refused']);

/** Fewer than `limit` in the answer: there are no more. */
export const peopleQuery = z.object({
  /** The last username of the page before. */
  after: z.string().max(200).optional(),
  limit: pageLimit,
});

export const peopleAnswer = z.object({
  people: z.array(
    z.object({
      username: z.string(),
      nuxeo: permissionState,
      frameio: permissionState,
      frameioName: z.string().nullable(),
      frameioEmail: z.string().nullable(),
      /** Of the Frame.io connection, as in the person's own account. */
      expiresAt: z.iso.datetime().nullable(),
      renewBy: z.iso.datetime().nullable(),
      warning: connectionWarning.nullable(),
      refreshedAt: z.iso.datetime(),
      bindings: z.int(),
      /** Synchronized folders that the person owns. */
      syncs: z.int(),
      reviews: z.int(),
    }),
  ),
});
export type PeopleAnswer = z.infer<typeof peopleAnswer>;

/** Fewer than `limit` in the answer: there are no more. */
export const boundFoldersQuery = z.object({
  /** Bound before this moment. */
  before: z.iso.datetime().optional(),
  limit: pageLimit,
});

export const boundFoldersAnswer = z.object({
  bindings: z.array(
    z.object({
      id: z.string(),
      folderUid: z.string(),
      folderPath: z.string(),
      actionName: z.string(),
      documentType: z.string(),
      creator: z.string(),
      createdAt: z.iso.datetime(),
      workspaces: z.array(
        z.object({ workspaceName: z.string(), state: z.enum(['creating', 'active', 'removing', 'removed']) }),
      ),
      inReview: z.int(),
    }),
  ),
});
export type BoundFoldersAnswer = z.infer<typeof boundFoldersAnswer>;

/** What the leaver leaves: each needs somebody else. */
export const forgottenAnswer = z.object({
  connections: z.int(),
  /** Permissions that may live on there: Nuxeo or Adobe could not be told. */
  notRevoked: z.array(z.enum(['nuxeo', 'frameio'])),
  bindings: z.array(
    z.object({ id: z.string(), folderUid: z.string(), folderPath: z.string(), actionName: z.string() }),
  ),
  reviews: z.array(z.object({ documentUid: z.string(), bindingId: z.string() })),
  syncs: z.array(z.object({ id: z.string(), folderUid: z.string(), folderPath: z.string() })),
  jobs: z.array(z.object({ id: z.string(), title: z.string() })),
});
export type ForgottenAnswer = z.infer<typeof forgottenAnswer>;

export const providerOperations = [
  operation({
    method: 'get',
    path: '/api/provider',
    summary: 'Whether Frame.io is set up and switched on',
    answer: providerStateAnswer,
  }),
  operation({
    method: 'get',
    path: '/api/admin/provider',
    summary: 'The provider entry with its secret masked, or the defaults of the form',
    admin: true,
    answer: providerAnswer,
  }),
  operation({
    method: 'put',
    path: '/api/admin/provider',
    summary: 'Registers the provider, or changes it',
    admin: true,
    body: providerBody,
    answer: providerAnswer,
  }),
  operation({
    method: 'post',
    path: '/api/admin/provider/check',
    summary: 'The guided check: every line green, or red with what to do',
    admin: true,
    answer: checkAnswer,
  }),
  operation({
    method: 'post',
    path: '/api/admin/nuxeo-client',
    summary: 'Registers the connector in Nuxeo, with the administrator’s own rights',
    admin: true,
    answer: nuxeoClientAnswer,
  }),
  operation({
    method: 'get',
    path: '/api/admin/settings',
    summary: 'Settings for everybody',
    admin: true,
    answer: settingsAnswer,
  }),
  operation({
    method: 'put',
    path: '/api/admin/settings',
    summary: 'Changes the settings',
    admin: true,
    body: settingsBody,
    answer: settingsAnswer,
  }),
  operation({
    method: 'get',
    path: '/api/admin/bindings',
    summary: 'Bound folders, newest first, page by page',
    admin: true,
    query: boundFoldersQuery,
    answer: boundFoldersAnswer,
  }),
  operation({
    method: 'get',
    path: '/api/admin/people',
    summary: 'Who is connected, and what depends on them, page by page',
    admin: true,
    query: peopleQuery,
    answer: peopleAnswer,
  }),
  operation({
    method: 'delete',
    path: '/api/admin/people/:username',
    summary: 'Forgets a person, and lists what needs somebody else',
    admin: true,
    answer: forgottenAnswer,
  }),
];
