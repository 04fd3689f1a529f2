export type ServerVersion = '2021' | '2023' | '2025';

/** What differs between installations, or what a test wants to provoke. */
export interface Switches {
  version: ServerVersion;
  /** Users and groups get generated ids, as later builds do. */
  uuidUserIds: boolean;
  /** Blob downloads answer 302 to a presigned URL on another origin. */
  redirectToPresigned: boolean;
  presignedSeconds: number;
  /** Waited before every request is looked at. */
  requestDelayMs: number;
  throttle: { bytesPerSecondPerConnection: number | null; requestDelayMs: number };
  /** How long the conversions of a video take. */
  videoDelayMs: number;
  batchTtlSeconds: number;
  /** `false`: uploads are counted and hashed, and not stored. */
  keepBytes: boolean;
  digestAlgorithm: 'MD5' | 'SHA-256' | null;
  csrfTokenEnabled: boolean;
  /** Error answers say what happened, also above 500, with a stack trace. */
  stackTraces: boolean;
  /** `nuxeo.jwt.secret`: empty means no JWT. */
  jwtSecret: string;
  accessTokenSeconds: number;
}

export const DEFAULT_SWITCHES: Switches = {
  version: '2023',
  uuidUserIds: false,
  redirectToPresigned: false,
  presignedSeconds: 900,
  requestDelayMs: 0,
  throttle: { bytesPerSecondPerConnection: null, requestDelayMs: 0 },
  videoDelayMs: 1_500,
  batchTtlSeconds: 7_200,
  keepBytes: true,
  digestAlgorithm: 'MD5',
  csrfTokenEnabled: false,
  stackTraces: false,
  jwtSecret: '',
  accessTokenSeconds: 3_600,
};
