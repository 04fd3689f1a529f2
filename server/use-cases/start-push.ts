import type { Binding } from '../domain/binding.ts';
import { hasCode, RuleError } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import type { FolderRef, ProjectRef, WorkspaceRef } from '../domain/refs.ts';
import type { Deps } from './deps.ts';
import { requireConnected, requireService } from './guards.ts';
import { planPush, type PlanDeps, type PlannedDocument, type PushCaller } from './plan-push.ts';

export interface PushRequest {
  readonly uids: readonly string[];
  readonly target: WorkspaceRef & ProjectRef & FolderRef;
  /** Name of the rendition to send, undefined for the main file (N2). */
  readonly rendition: string | undefined;
}

export interface StartedPush {
  readonly batchId: string;
  readonly jobs: readonly Job[];
  readonly skipped: readonly PlannedDocument[];
}

type StartDeps = PlanDeps & Pick<Deps, 'frameio' | 'tokens' | 'providers' | 'activity' | 'ids'>;

/**
 * Starts one job per document that can be pushed; each has its own outcome (N105).
 * A single document that cannot be pushed is an error, in a selection it is skipped with its reason.
 *
 * @throws RuleError `folder-not-bound`, `workspace-not-in-binding`, `target-folder-unknown` and the refusals of a push.
 */
export async function startPush(request: PushRequest, caller: PushCaller, deps: StartDeps): Promise<StartedPush> {
  await requireService(deps);
  await requireConnected(caller.person.username, deps);
  const plan = await planPush(request.uids, request.rendition, caller, deps);
  const [only] = plan.documents;
  if (plan.documents.length === 1 && only?.failure) {
    throw new RuleError(only.failure.code, { params: only.failure.params });
  }
  const toSend = plan.documents.filter((one) => one.outcome !== 'skipped');
  const bindings = plan.bindings.filter(({ id }) => toSend.some(({ bindingId }) => bindingId === id));
  requireWorkspace(request.target, bindings);
  await requireTarget(request.target, caller, deps);

  const batchId = deps.ids.uuid();
  const jobs: Job[] = [];
  for (const planned of toSend) jobs.push(await enqueue(planned, batchId, request, caller, deps));
  await remember(request, bindings, deps);
  return { batchId, jobs, skipped: plan.documents.filter((one) => one.outcome === 'skipped') };
}

function requireWorkspace(target: WorkspaceRef, bindings: readonly Binding[]): void {
  const outside = bindings.find(
    (binding) =>
      !binding.workspaces.some(
        (one) => one.accountId === target.accountId && one.workspaceId === target.workspaceId && one.state === 'active',
      ),
  );
  if (outside) throw new RuleError('workspace-not-in-binding', { params: [outside.folderPath], field: 'target' });
}

async function requireTarget(target: PushRequest['target'], caller: PushCaller, deps: StartDeps): Promise<void> {
  const frameio = await deps.frameio.as(caller.person.username, { interactive: true });
  try {
    const [project, folder] = await Promise.all([frameio.projects.get(target), frameio.folders.get(target)]);
    if (project.workspaceId === target.workspaceId && folder.projectId === target.projectId) return;
  } catch (error) {
    if (!hasCode(error, 'frameio-not-found', 'frameio-forbidden')) throw error;
  }
  throw new RuleError('target-folder-unknown', { field: 'target' });
}

/** The key is the document's last job: the same click delivered twice finds the job that is there. */
async function enqueue(
  planned: PlannedDocument,
  batchId: string,
  { target, rendition }: PushRequest,
  { person }: PushCaller,
  { queue, activity }: StartDeps,
): Promise<Job> {
  const { accountId, workspaceId, projectId, folderId } = target;
  const job = await queue.enqueue({
    kind: 'push-document',
    person: person.username,
    title: planned.title,
    batchId,
    documentUid: planned.uid,
    ...(planned.bindingId === undefined ? {} : { bindingId: planned.bindingId }),
    payload: { accountId, workspaceId, projectId, folderId, rendition },
    key: `push:${planned.uid}:after:${planned.after}`,
    exclusive: `document:${planned.uid}`,
    bytesTotal: planned.length,
  });
  await activity.append({
    kind: 'push-started',
    title: planned.title,
    person: person.username,
    documentUid: planned.uid,
    ...(planned.bindingId === undefined ? {} : { bindingId: planned.bindingId }),
    details: { jobId: job.id },
  });
  return job;
}

/** What is sent is remembered per binding: the next dialog presets it. */
async function remember(
  { rendition }: PushRequest,
  bindings: readonly Binding[],
  deps: Pick<Deps, 'bindings'>,
): Promise<void> {
  for (const binding of bindings) {
    if (binding.rules.rendition === rendition) continue;
    await deps.bindings.setRules(binding.id, { ...binding.rules, rendition });
  }
}
