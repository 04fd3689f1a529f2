import type { Request } from 'express';
import type { z } from 'zod';
import type { Failure } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import type { Review } from '../domain/review.ts';
import type { contentsAnswer } from '../contract/frameio.ts';
import type { JobAnswer } from '../contract/jobs.ts';
import type { earlierAnswer, reviewAnswer } from '../contract/documents.ts';
import type { FrameioAsset } from '../ports/frameio.ts';
import type { ChangesBy } from '../use-cases/changes-in.ts';
import type { EarlierFile } from '../use-cases/earlier-file.ts';
import type { PlannedDocument } from '../use-cases/plan-push.ts';
import { localeOf } from './error-response.ts';
import { sentence, words, type Locale } from './sentences.ts';

export function failureToWire(failure: Failure | undefined, locale: Locale) {
  if (!failure) return null;
  return { code: failure.code, params: [...failure.params], message: sentence(locale, failure.code, failure.params) };
}

export function jobToWire(job: Job, req: Pick<Request, 'acceptsLanguages'>): JobAnswer {
  const locale = localeOf(req);
  return {
    id: job.id,
    kind: job.kind,
    person: job.person,
    batchId: job.batchId ?? null,
    documentUid: job.documentUid ?? null,
    bindingId: job.bindingId ?? null,
    title: job.title,
    state: job.state,
    stage: job.stage ?? null,
    bytesDone: job.bytesDone,
    bytesTotal: job.bytesTotal ?? null,
    attempt: job.attempt,
    failure: failureToWire(job.failure, locale),
    waitingSince: job.waitingSince?.toISOString() ?? null,
    notes: job.notes.map(({ code, params }) => ({
      code,
      params: [...params],
      message: words(locale, `frameio.note.${code}`, params),
    })),
    createdAt: job.createdAt.toISOString(),
    updatedAt: job.updatedAt.toISOString(),
    endedAt: job.endedAt?.toISOString() ?? null,
  };
}

export function reviewToWire(review: Review): z.infer<typeof reviewAnswer> {
  return {
    documentUid: review.documentUid,
    state: review.state,
    person: review.person,
    accountId: review.accountId,
    workspaceId: review.workspaceId,
    projectId: review.projectId,
    fileId: review.fileId ?? null,
    stackId: review.stackId ?? null,
    sent: review.sent
      ? { name: review.sent.name, rendition: review.sent.rendition ?? null, length: review.sent.length }
      : null,
    lockedBy: review.lock?.owner ?? null,
    waitsForApproval: review.state === 'in-review' && review.versionMadeOf !== undefined,
    startedAt: review.startedAt.toISOString(),
    updatedAt: review.updatedAt.toISOString(),
  };
}

export function plannedToWire(planned: PlannedDocument, locale: Locale) {
  const { uid, title, outcome, length, changedUnknown, earlier } = planned;
  return {
    uid,
    title,
    outcome,
    length,
    changedUnknown,
    failure: failureToWire(planned.failure, locale),
    bindingId: planned.bindingId ?? null,
    earlier: earlier
      ? {
          accountId: earlier.accountId,
          workspaceId: earlier.workspaceId,
          projectId: earlier.projectId,
          folderId: earlier.folderId,
        }
      : null,
  };
}

export function assetToWire(asset: FrameioAsset): z.infer<typeof contentsAnswer>['children'][number] {
  const { type, id, name } = asset;
  if (type === 'folder') return { type, id, name, length: null, complete: true };
  const file = type === 'version_stack' ? asset.head : asset;
  return { type, id, name, length: file.length, complete: file.status !== 'created' };
}

export function earlierToWire(earlier: EarlierFile | undefined): z.infer<typeof earlierAnswer> {
  return { earlier: earlier ? { ...earlier, path: [...earlier.path] } : null };
}

export function changesToWire({ by, reason }: ChangesBy, everySeconds: number, locale: Locale) {
  return { by, everySeconds, reason: failureToWire(reason, locale) };
}
