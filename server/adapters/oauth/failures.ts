import { FrameioError, NuxeoError, type ErrorCode, type FailureDetails } from '../../domain/errors.ts';
import type { TokenKind } from '../../ports/token-store.ts';

type Meaning = 'missing' | 'refused' | 'client-wrong' | 'exchange-failed' | 'unavailable' | 'not-understood';

const codes: Record<TokenKind, Record<Meaning, ErrorCode>> = {
  nuxeo: {
    missing: 'nuxeo-grant-missing',
    refused: 'nuxeo-grant-refused',
    'client-wrong': 'nuxeo-client-missing',
    'exchange-failed': 'oauth-exchange-failed',
    unavailable: 'nuxeo-unavailable',
    'not-understood': 'nuxeo-refused',
  },
  frameio: {
    missing: 'frameio-not-connected',
    refused: 'frameio-token-refused',
    'client-wrong': 'provider-secret-wrong',
    'exchange-failed': 'oauth-exchange-failed',
    unavailable: 'frameio-unavailable',
    'not-understood': 'frameio-refused',
  },
};

const waitsForSomebody: readonly Meaning[] = ['missing', 'refused', 'client-wrong'];

/** The same thing has another name for each of the two systems. */
export function failure(kind: TokenKind, meaning: Meaning, details: FailureDetails = {}): NuxeoError | FrameioError {
  const Failure = kind === 'nuxeo' ? NuxeoError : FrameioError;
  return new Failure(codes[kind][meaning], {
    retryable: meaning === 'unavailable',
    needsAttention: waitsForSomebody.includes(meaning),
    ...details,
  });
}

/** @param username - Who has to connect: the sentence names them, and jobs that wait for them are found by it. */
export function personFailure(kind: TokenKind, meaning: 'missing' | 'refused', username: string, cause?: unknown) {
  return failure(kind, meaning, { params: [username], cause });
}

export function means(error: unknown, kind: TokenKind, meaning: Meaning): boolean {
  return (error instanceof NuxeoError || error instanceof FrameioError) && error.code === codes[kind][meaning];
}
