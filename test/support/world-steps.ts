import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ActivityKind } from '../../server/ports/activity-store.ts';
import type { Binding, BindingRules } from '../../server/domain/binding.ts';
import type { ErrorCode } from '../../server/domain/errors.ts';
import type { Job, JobNoteCode } from '../../server/domain/job.ts';
import type { FileRef, FolderRef, ProjectRef, ResourceRef, StackRef, WorkspaceRef } from '../../server/domain/refs.ts';
import type { Review } from '../../server/domain/review.ts';
import { defaultSettings, type Settings } from '../../server/ports/provider-store.ts';
import { acceptAction, type ActionAnswer, type ActionCall } from '../../server/use-cases/accept-action.ts';
import { bindFolder, type BindRequest } from '../../server/use-cases/bind-folder.ts';
import type { PushCaller } from '../../server/use-cases/plan-push.ts';
import { recallDocument } from '../../server/use-cases/recall-document.ts';
import { startPush, type StartedPush } from '../../server/use-cases/start-push.ts';
import { bringBack } from '../../server/use-cases/start-return.ts';
import { connect, fillFrameio, fillNuxeo, registerProvider } from './world-scene.ts';
import { seenDocument, seenFiles, seenVersions, type SeenDocument, type SeenFile } from './world-sights.ts';
import type { WorldParts } from './world.ts';

/** A small company in both systems, and what its people do. Ana has bound the folder Cuts. */
export class World implements WorldParts {
  readonly deps: WorldParts['deps'];
  readonly nuxeo: WorldParts['nuxeo'];
  readonly frameio: WorldParts['frameio'];
  readonly queue: WorldParts['queue'];
  readonly mail: WorldParts['mail'];
  readonly clock: WorldParts['clock'];
  readonly calls: WorldParts['calls'];
  readonly drain: WorldParts['drain'];
  readonly lookAgain: WorldParts['lookAgain'];
  /** Nuxeo: the folder that is bound, in a workspace. */
  readonly folder: string;
  readonly nuxeoWorkspace: string;
  /** Frame.io: where things are sent to. */
  readonly target: WorkspaceRef & ProjectRef & FolderRef;
  binding!: Binding;

  private constructor(parts: WorldParts) {
    ({ deps: this.deps, nuxeo: this.nuxeo, frameio: this.frameio, queue: this.queue, mail: this.mail } = parts);
    ({ clock: this.clock, calls: this.calls, drain: this.drain, lookAgain: this.lookAgain } = parts);
    ({ folder: this.folder, workspace: this.nuxeoWorkspace } = fillNuxeo(parts.nuxeo));
    this.target = fillFrameio(parts.frameio);
  }

  static async create(parts: WorldParts): Promise<World> {
    const world = new World(parts);
    await registerProvider(world);
    for (const person of ['ana', 'ben']) await connect(world, person);
    world.binding = await world.bind();
    world.leaveWebhooks();
    return world;
  }

  /** They are of all worlds in the database: only who wants to see them has them tended. */
  leaveWebhooks(): void {
    for (const entry of this.queue.entries) if (entry.job.kind === 'tend-webhooks') this.queue.end(entry, 'completed');
  }

  caller(username: string): PushCaller {
    return { person: this.nuxeo.person(username), nuxeo: this.nuxeo.as(username) };
  }

  // What administrators and people in Nuxeo do

  async settings(change: Partial<Settings>): Promise<void> {
    await this.deps.providers.saveSettings({ ...defaultSettings, ...change });
  }

  async rules(change: Partial<BindingRules>, binding = this.binding): Promise<void> {
    const { rules } = (await this.deps.bindings.get(binding.id)) ?? binding;
    await this.deps.bindings.setRules(binding.id, { ...rules, ...change });
  }

  bind({ by = 'ana', ...request }: Partial<BindRequest> & { by?: string } = {}): Promise<Binding> {
    const { accountId, workspaceId } = this.target;
    const usual = { actionName: 'Publish to Nuxeo', workspaces: [{ accountId, workspaceId }], documentType: 'Video' };
    return bindFolder({ folderUid: this.folder, ...usual, ...request }, this.caller(by), this.deps);
  }

  /** A video of ana's in the bound folder. */
  addDocument(title: string, text: string, more: { renditions?: Record<string, string>; parentUid?: string } = {}) {
    const fileOf = (name: string, content: string) => ({ name, mimeType: 'video/mp4', bytes: Buffer.from(content) });
    const renditions = Object.entries(more.renditions ?? {}).map(([name, content]) => fileOf(name, content));
    const file = fileOf(`${title}.mp4`, text);
    return this.nuxeo.add({
      ...{ type: 'Video', title, parentUid: more.parentUid ?? this.folder, file, renditions, creator: 'ana' },
    });
  }

  /** Somebody replaces the main file by hand. */
  async edit(uid: string, text: string, by = 'ana'): Promise<void> {
    const { uploads, documents } = this.nuxeo.as(by);
    const { mainBlob } = await documents.get(uid);
    const bytes = Buffer.from(text);
    const batch = await uploads.begin({ name: mainBlob?.name ?? 'x', mimeType: 'video/mp4', length: bytes.length });
    const target = uploads.target(batch);
    for (const part of target.parts) {
      const body = Readable.from([bytes.subarray(part.start, part.end + 1)]);
      await target.put(part, body, new AbortController().signal);
    }
    await documents.update(uid, { mainFile: await uploads.uploaded(batch) });
  }

  startPush(uids: readonly string[], by = 'ana', rendition?: string, target = this.target): Promise<StartedPush> {
    return startPush({ uids, target, rendition }, this.caller(by), this.deps);
  }

  /** Pushes the document and sees it through. Answers the job as it stands then. */
  async push(uid: string, { by = 'ana', rendition }: { by?: string; rendition?: string } = {}): Promise<Job> {
    const { jobs } = await this.startPush([uid], by, rendition);
    await this.drain();
    return this.job(jobs[0]?.id);
  }

  async bringBack(uid: string, by = 'ana'): Promise<Job> {
    const { id } = await bringBack(uid, {}, this.caller(by), this.deps);
    await this.drain();
    return this.job(id);
  }

  recall(uid: string, by = 'ana'): Promise<Review> {
    return recallDocument(uid, this.caller(by), this.deps);
  }

  // What people in Frame.io do

  addFile(name: string, text: string, folder: FolderRef = this.target): FileRef {
    const media = { fps: 25, durationSeconds: 4, width: 1920, height: 1080, codec: 'h264' };
    return this.frameio.addFile(folder, { name, bytes: Buffer.from(text), media, by: 'ana' });
  }

  /** A newer cut on top of the file, or of its stack. */
  addVersion(on: FileRef, name: string, text: string): FileRef {
    const parent = this.frameio.asset(this.frameio.file(on.fileId).parentId ?? '');
    const { accountId } = on;
    const folderId = parent.type === 'version_stack' ? (parent.parentId ?? '') : parent.id;
    const file = this.addFile(name, text, { accountId, folderId });
    if (parent.type === 'version_stack') this.frameio.move(file, { accountId, stackId: parent.id });
    else this.frameio.addStack({ accountId, folderId }, [on, file]);
    return file;
  }

  /** The file that the document was last pushed as. */
  async fileOf(uid: string): Promise<FileRef> {
    const { accountId, fileId } = await this.review(uid);
    return { accountId, fileId: String(fileId) };
  }

  callOf(on: readonly (FileRef | FolderRef | StackRef)[], change: Partial<ActionCall> = {}): ActionCall {
    return {
      interactionId: randomUUID(),
      accountId: this.target.accountId,
      workspaceId: this.target.workspaceId,
      clickerId: this.frameio.people.get('ben')?.id,
      resources: on.map(resourceOf),
      form: undefined,
      step: 'first',
      ...change,
    };
  }

  act(call: ActionCall, binding = this.binding): Promise<ActionAnswer> {
    return this.deps.bindings.get(binding.id).then((current) => acceptAction(call, current ?? binding, this.deps));
  }

  /** Ben runs the action and waits for what comes of it. */
  async publish(on: FileRef | FolderRef | StackRef, change: Partial<ActionCall> = {}, binding = this.binding) {
    const answer = await this.act(this.callOf([on], change), binding);
    await this.drain();
    return answer;
  }

  approve(file: FileRef): void {
    this.frameio.setStatus(file, 'Approved');
  }

  async poll(): Promise<void> {
    const key = `poll:${this.queue.entries.length}`;
    await this.queue.enqueue({ kind: 'poll-reviews', person: 'system', title: 'poll', payload: {}, key });
    await this.drain();
  }

  // What is to be seen

  document = (uid: string): SeenDocument => seenDocument(this.nuxeo, uid);
  versions = (uid: string): SeenDocument[] => seenVersions(this.nuxeo, uid);
  /** Texts of the main files of the versions, oldest first. */
  versionTexts = (uid: string): (string | undefined)[] => this.versions(uid).map(({ text }) => text);
  files = (): SeenFile[] => seenFiles(this.frameio);
  documentsIn = (parentUid = this.folder): SeenDocument[] =>
    [...this.nuxeo.documents.values()]
      .filter((one) => one.parentUid === parentUid && !one.versionOf)
      .map(({ uid }) => this.document(uid));

  async review(uid: string): Promise<Review> {
    const review = await this.deps.reviews.get(uid);
    if (!review) throw new Error(`There is no review of ${uid}`);
    return review;
  }

  job(id: string | undefined): Job {
    return this.queue.entry(String(id)).job;
  }

  jobs(kind: Job['kind']): Job[] {
    return this.queue.entries.map(({ job }) => job).filter((job) => job.kind === kind);
  }

  notes(kind: Job['kind']): JobNoteCode[] {
    return this.jobs(kind).flatMap(({ notes }) => notes.map(({ code }) => code));
  }

  async attention(): Promise<{ code: ErrorCode; person: string; params: readonly string[] }[]> {
    const items = await this.deps.activity.attention({});
    return items.map(({ code, person, params }) => ({ code, person, params }));
  }

  /** Oldest first. */
  async activity(uid?: string): Promise<ActivityKind[]> {
    const lines = await this.deps.activity.list({ ...(uid === undefined ? {} : { documentUid: uid }), limit: 200 });
    return lines.reverse().map(({ kind }) => kind);
  }
}

function resourceOf(ref: FileRef | FolderRef | StackRef): Pick<ResourceRef, 'type' | 'id'> {
  if ('fileId' in ref) return { type: 'file', id: ref.fileId };
  return 'folderId' in ref ? { type: 'folder', id: ref.folderId } : { type: 'version_stack', id: ref.stackId };
}
