import type { JobAnswer } from '../../../elements/shared/api.ts';

/** A transfer as the sidecar tells it. */
export function job(change: Partial<JobAnswer> = {}): JobAnswer {
  return {
    id: 'one',
    kind: 'push-document',
    person: 'ana',
    batchId: 'batch',
    documentUid: 'video',
    bindingId: 'binding',
    title: 'first-cut',
    state: 'active',
    stage: 'uploading',
    bytesDone: 0,
    bytesTotal: 1000,
    attempt: 1,
    failure: null,
    waitingSince: null,
    notes: [],
    createdAt: '2026-11-20T10:00:00.000Z',
    updatedAt: '2026-11-20T10:00:00.000Z',
    endedAt: null,
    ...change,
  };
}
