import type { JsonObject } from '../domain/job.ts';
import type { Fingerprint } from '../domain/sync-plan.ts';
import type { FrameioFile } from '../ports/frameio.ts';

/**
 * What a walk read of an asset goes with its job: a request per asset would be as slow as all the rest. Where it is
 * not true any more the next walk says so.
 */
export interface ListedPayload {
  readonly fingerprint: Fingerprint;
  /** undefined for a stack: its members are read when they are brought. */
  readonly file: FrameioFile | undefined;
}

export function toPayload({ fingerprint, file }: ListedPayload): JsonObject {
  return JSON.parse(JSON.stringify({ fingerprint, file })) as JsonObject;
}

/** Everything else is as it was: JSON changes nothing but dates. */
export function fromPayload(payload: JsonObject): ListedPayload {
  const { fingerprint, file } = payload as unknown as ListedPayload;
  return {
    fingerprint: { ...absent, ...fingerprint, updatedAt: fingerprint.updatedAt && new Date(fingerprint.updatedAt) },
    file: file && { ...file, createdAt: new Date(file.createdAt), updatedAt: new Date(file.updatedAt) },
  };
}

const absent = {
  parentId: undefined,
  headFileId: undefined,
  headLength: undefined,
  commentCount: undefined,
  statusId: undefined,
};
