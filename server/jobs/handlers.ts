import { failureOf, hasCode, IntegrationError, type Failure } from '../domain/errors.ts';
import type { JobKind } from '../domain/job.ts';
import type { JobContext } from '../ports/job-context.ts';
import type { JobStore } from '../ports/job-store.ts';
import type { AccountDeps } from '../use-cases/account-deps.ts';
import type { Deps } from '../use-cases/deps.ts';
import { followChanges } from '../use-cases/follow-changes.ts';
import { pollReviews } from '../use-cases/poll-reviews.ts';
import { publishAsset, undoPublish } from '../use-cases/publish-asset.ts';
import { publishResource } from '../use-cases/publish-resource.ts';
import { pushDocument } from '../use-cases/push-document.ts';
import { rebuildLinks } from '../use-cases/rebuild-links.ts';
import { refreshDocument } from '../use-cases/refresh-document.ts';
import { refreshTokens } from '../use-cases/refresh-tokens.ts';
import { rereadPublished } from '../use-cases/reread-published.ts';
import { restoreLinks } from '../use-cases/restore-links.ts';
import { returnDocument, undoReturn } from '../use-cases/return-document.ts';
import { sendSummary } from '../use-cases/summarize-batch.ts';
import { startSyncs } from '../use-cases/start-syncs.ts';
import { syncAsset, undoSyncAsset } from '../use-cases/sync-asset.ts';
import { sweep } from '../use-cases/sweep.ts';
import { raiseAttention, tellFailure } from '../use-cases/tell-failure.ts';
import { tellSync } from '../use-cases/tell-sync.ts';
import { tendWebhooks } from '../use-cases/tend-webhooks.ts';
import { removeActions, tellActionsLeft } from '../use-cases/unbind-folder.ts';
import { undoPush } from '../use-cases/undo-push.ts';
import { giveUpWalk, walkSync } from '../use-cases/walk-sync.ts';
import { purgeJobs } from './purge.ts';

export interface JobHandler {
  /** Runs again after a crash or a retryable failure: what is remembered is not done twice. */
  run(context: JobContext): Promise<void>;
  /** Takes back what was half done, before the job ends cancelled or failed. */
  undo?(context: JobContext): Promise<void>;
}

/** Which kind of job is which story. */
export function createHandlers(
  deps: Deps & Pick<AccountDeps, 'tokenService'> & { readonly jobs: Pick<JobStore, 'purge'> },
): Record<JobKind, JobHandler> {
  return {
    'push-document': told({ run: (job) => pushDocument(job, deps), undo: (job) => undoPush(job, deps) }, deps),
    'publish-resource': told({ run: (job) => publishResource(job, deps) }, deps),
    'publish-asset': told({ run: (job) => publishAsset(job, deps), undo: (job) => undoPublish(job, deps) }, deps),
    'return-document': told({ run: (job) => returnDocument(job, deps), undo: (job) => undoReturn(job, deps) }, deps),
    'remove-actions': { run: (job) => removeActions(job, deps) },
    'start-syncs': { run: (job) => startSyncs(job, deps) },
    'walk-sync': { run: (job) => walkSync(job, deps), undo: (job) => giveUpWalk(job, undefined, deps) },
    'sync-asset': { run: (job) => syncAsset(job, deps), undo: (job) => undoSyncAsset(job, deps) },
    'tell-sync': { run: (job) => tellSync(job, deps) },
    'poll-reviews': { run: (job) => pollReviews(job, deps) },
    'rebuild-links': { run: (job) => rebuildLinks(job, deps) },
    'restore-links': told({ run: (job) => restoreLinks(job, deps) }, deps),
    'tend-webhooks': { run: (job) => tendWebhooks(job, deps) },
    'follow-changes': { run: (job) => followChanges(job, deps) },
    'refresh-document': { run: (job) => refreshDocument(job, deps) },
    'reread-published': { run: (job) => rereadPublished(job, deps) },
    'send-summary': { run: (job) => sendSummary(job, deps) },
    'refresh-tokens': { run: async () => void (await refreshTokens(deps)) },
    sweep: {
      run: async (job) => {
        await sweep(job, deps);
        await purgeJobs(deps.jobs, deps.clock);
      },
    },
  };
}

/** What fails for good or needs somebody is told to the people concerned; what will be tried again is not. */
function told(handler: JobHandler, deps: Deps): JobHandler {
  return {
    ...handler,
    run: async (context) => {
      try {
        await handler.run(context);
        await deps.activity.settle({ jobId: context.job.id });
      } catch (error) {
        if (!hasCode(error, 'cancelled', 'interrupted')) await tell(context, error, deps);
        throw error;
      }
    },
  };
}

async function tell(context: JobContext, error: unknown, deps: Deps): Promise<void> {
  const { needsAttention, retryable } = error instanceof IntegrationError ? error : finalFailure;
  if (needsAttention) await raiseAttention(context, error as IntegrationError, deps);
  else if (retryable) return;
  else await deps.activity.settle({ jobId: context.job.id });
  // Being uploaded to Frame.io is waited for without a word.
  if (!needsAttention || !hasCode(error, 'asset-not-uploaded')) await tellFailure(context, failureOf(error), deps);
}

const finalFailure = { needsAttention: false, retryable: false };

/** For a failure that was worth retrying until it became final: told like any other. */
export function tellFinalFailure(deps: Deps): (context: JobContext, failure: Failure) => Promise<void> {
  return async (context, failure) => {
    if (context.job.kind === 'remove-actions') return tellActionsLeft(context, deps);
    if (context.job.kind === 'walk-sync') return giveUpWalk(context, failure, deps);
    // Its item tells.
    if (context.job.kind === 'sync-asset') return;
    await deps.activity.settle({ jobId: context.job.id });
    if (!ofTheHouse.includes(context.job.kind)) await tellFailure(context, failure, deps);
  };
}

/** Nobody asked for these: what they miss is found at the next look. */
const ofTheHouse: readonly JobKind[] = ['tend-webhooks', 'follow-changes', 'refresh-document'];
