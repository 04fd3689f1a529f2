import { z } from 'zod';

/**
 * What nobody outside knows about the real service, or what differs between accounts, each as a switch:
 * an integration is right only when it works with every setting.
 */
export const switchesSchema = z.strictObject({
  /** The number of a video's first frame in comments: the guide says 1, observations say 0. */
  frameBase: z.union([z.literal(0), z.literal(1)]),
  /** Timecodes of 29.97 and 59.94 fps media count in drop-frame, written with a semicolon. */
  dropFrameTimecode: z.boolean(),
  unexpectedFieldStatus: z.union([z.literal(400), z.literal(422)]),
  /** What somebody without a role gets for things that exist. */
  noAccessStatus: z.union([z.literal(403), z.literal(404)]),
  childrenOrder: z.enum(['oldest-first', 'newest-first']),
  duplicateNames: z.enum(['allowed', 'conflict']),
  /** What happens to a stack whose last but one version is moved out. */
  loneVersion: z.enum(['stack-stays', 'stack-dissolves']),
  guestOwner: z.enum(['null', 'absent']),
  rolesWithoutDownload: z.array(z.enum(['full_access', 'editor', 'edit_only', 'commenter', 'viewer'])),

  uploadUrlTtlSeconds: z.number().int().positive(),
  linkTtlSeconds: z.number().int().positive(),
  /** In bytes. An upload gets `ceil(size / partSize)` parts. */
  partSize: z.number().int().positive(),
  /** `false`: length, SHA-256 and CRC-32 of each part are kept, not the bytes. */
  keepBytes: z.boolean(),
  transcodeDelayMs: z.number().nonnegative(),
  /** Remote uploads larger than this fail, in bytes. */
  remoteUploadLimit: z.number().int().positive(),
  /** Folders with more assets than this are copied later: the answer is 202. */
  largeCopyThreshold: z.number().int().positive(),

  redirectMismatch: z.enum(['error-page', 'default-redirect']),
  refreshRotation: z.enum(['old-token-dies', 'old-token-lives']),
  accessTokenSeconds: z.number().int().positive(),
  refreshTokenSeconds: z.number().int().positive(),

  /** Multiplies every documented limit. */
  rateLimitFactor: z.number().positive(),
  /** Limits of single operations, by operation id, in place of the documented ones. */
  rateLimits: z.record(
    z.string(),
    z.strictObject({ requests: z.number().int().positive(), windowMs: z.number().positive() }),
  ),

  webhookBaseDelayMs: z.number().nonnegative(),
  webhookTimeoutMs: z.number().positive(),
  /**
   * Deliveries are promised neither once nor in order. Each `dropEvery`-th is lost (0: none), each is sent `copies` times,
   * and waits up to `delayMs`, some longer than those that come after.
   */
  webhookChaos: z.strictObject({
    dropEvery: z.number().int().min(0),
    copies: z.number().int().min(1).max(5),
    delayMs: z.number().nonnegative(),
  }),
  /** An action that gets no answer is sent again up to `retries` times; a timeout of 0 is the action's own. */
  actionRetry: z.strictObject({ retries: z.number().int().min(0).max(5), timeoutMs: z.number().nonnegative() }),

  /** What an action on a version stack names: its head file (as which type?), or the stack itself. */
  stackActionResource: z.enum(['head-as-file', 'head-as-version-stack', 'stack']),

  throttle: z.strictObject({
    /** For uploads and downloads, 0 for no limit. */
    bytesPerSecondPerConnection: z.number().nonnegative(),
    requestDelayMs: z.number().nonnegative(),
  }),
});

export type Switches = z.infer<typeof switchesSchema>;

export const DEFAULT_SWITCHES: Switches = {
  frameBase: 1,
  dropFrameTimecode: false,
  unexpectedFieldStatus: 422,
  noAccessStatus: 403,
  childrenOrder: 'oldest-first',
  duplicateNames: 'allowed',
  loneVersion: 'stack-stays',
  guestOwner: 'null',
  rolesWithoutDownload: ['edit_only', 'viewer'],
  uploadUrlTtlSeconds: 86_400,
  linkTtlSeconds: 3600,
  partSize: 20_000_000,
  keepBytes: true,
  transcodeDelayMs: 50,
  remoteUploadLimit: 50_000_000_000,
  largeCopyThreshold: 100,
  redirectMismatch: 'error-page',
  refreshRotation: 'old-token-dies',
  accessTokenSeconds: 86_399,
  refreshTokenSeconds: 14 * 86_400,
  rateLimitFactor: 1,
  rateLimits: {},
  webhookBaseDelayMs: 15_000,
  webhookTimeoutMs: 5000,
  webhookChaos: { dropEvery: 0, copies: 1, delayMs: 0 },
  actionRetry: { retries: 2, timeoutMs: 0 },
  stackActionResource: 'head-as-file',
  throttle: { bytesPerSecondPerConnection: 0, requestDelayMs: 0 },
};
