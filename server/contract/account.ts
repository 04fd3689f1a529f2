import { z } from 'zod';
import { operation } from './operation.ts';

export const connectionWarning = z.enum(['not-renewable', 'renewal-late']);

/** One of a person's two permissions: the one in Nuxeo and the one in Frame.io. */
export const connectionAnswer = z.object({
  state: z.enum(['connected', 'missing', 'refused']),
  /** As whom, in Frame.io. */
  name: z.string().nullable(),
  email: z.string().nullable(),
  connectedAt: z.iso.datetime().nullable(),
  refreshedAt: z.iso.datetime().nullable(),
  /** Of the token in use; it is renewed before. */
  expiresAt: z.iso.datetime().nullable(),
  /** Without any renewal until then, the person has to sign in again. */
  renewBy: z.iso.datetime().nullable(),
  /** With `frameio.account.warning.` before it: the key of a sentence that takes `expiresAt` (`not-renewable`) or `renewBy`. */
  warning: connectionWarning.nullable(),
});

export const accountAnswer = z.object({
  person: z.object({
    username: z.string(),
    displayName: z.string(),
    email: z.string().nullable(),
    isAdministrator: z.boolean(),
  }),
  provider: z.object({ registered: z.boolean(), enabled: z.boolean(), serviceEnabled: z.boolean() }),
  nuxeo: connectionAnswer,
  frameio: connectionAnswer,
  /** Both permissions work: folders can be bound. */
  ready: z.boolean(),
});
export type AccountAnswer = z.infer<typeof accountAnswer>;

/** The window to open; it reports back with `postMessage`. */
export const connectAnswer = z.object({ url: z.url() });
export type ConnectAnswer = z.infer<typeof connectAnswer>;

export const connectBody = z.strictObject({
  /** Signs in at Frame.io again although the connection works: to use another Adobe ID. */
  again: z.boolean().default(false),
});

/** What stays behind and needs the person, or somebody else, to connect. */
export const disconnectAnswer = z.object({
  bindings: z.int(),
  syncs: z.int(),
  reviews: z.int(),
  /** Adobe knows that it has ended; false: it could not be told. */
  revoked: z.boolean(),
});
export type DisconnectAnswer = z.infer<typeof disconnectAnswer>;

/** What the sign-in window tells the page that opened it. */
export const signInMessage = z.object({
  source: z.literal('nuxeo-frameio'),
  ok: z.boolean(),
  code: z.string().optional(),
});
export type SignInMessage = z.infer<typeof signInMessage>;

export const accountOperations = [
  operation({
    method: 'get',
    path: '/api/account',
    summary: 'Who I am here, and how my permissions in Nuxeo and Frame.io stand',
    answer: accountAnswer,
  }),
  operation({
    method: 'post',
    path: '/api/account/connect',
    summary: 'Starts the sign-in: answers the address of the window to open, and sets a cookie for it',
    body: connectBody,
    answer: connectAnswer,
  }),
  operation({
    method: 'delete',
    path: '/api/account/frameio',
    summary: 'Forgets my Frame.io connection',
    answer: disconnectAnswer,
  }),
];
