import { JobInterrupted } from '../../server/domain/errors.ts';
import { isOver } from '../../server/domain/job.ts';
import type { Sync, SyncRun } from '../../server/domain/sync.ts';
import { acceptEvent } from '../../server/use-cases/accept-event.ts';
import { createFollowedProjects, followedProjects } from '../../server/use-cases/followed-projects.ts';
import { refreshSync } from '../../server/use-cases/manage-sync.ts';
import { syncFolder } from '../../server/use-cases/sync-folder.ts';
import type { World } from '../support/world.ts';
import type { Happening } from './changes.ts';
import type { Event, Mailbag } from './events.ts';
import type { Sides } from './sides.ts';

/** The connector in memory: what arrives, how far it comes, and where its process dies. */
export class Machine {
  readonly #world: World;
  readonly #sync: Sync;
  readonly #mailbag: Mailbag;

  private constructor(world: World, sync: Sync, mailbag: Mailbag) {
    this.#world = world;
    this.#sync = sync;
    this.#mailbag = mailbag;
  }

  static async start(world: World, sides: Sides, mailbag: Mailbag): Promise<Machine> {
    const target = { ...world.target, folderId: sides.source };
    const request = { folderUid: sides.target, target, documentType: 'Video' };
    return new Machine(world, await syncFolder(request, world.caller('ana'), world.deps), mailbag);
  }

  async happen(happening: Happening): Promise<void> {
    const { clock, calls } = this.#world;
    switch (happening.do) {
      case 'deliver':
        return this.#deliver(this.#mailbag.take(happening.count, happening.order, happening.twice));
      case 'lose':
        return this.#mailbag.lose(happening.count);
      case 'work':
        return this.#work();
      case 'crash':
        calls.arm({ nth: happening.atCall, when: happening.afterwards ? 'after' : 'before', dies: true });
        await this.#work();
        return calls.disarm();
      case 'wait':
        clock.pass(happening.seconds * 1000);
        return this.#look();
      case 'refresh':
        await this.#refresh();
    }
  }

  /** Nothing more arrives; whatever is begun ends, and one whole walk finds the rest. */
  async settle(): Promise<SyncRun> {
    this.#mailbag.lose(Infinity);
    await this.#calm();
    const left = this.#mailbag.take(Infinity, 0, false);
    if (left.length > 0) {
      await this.#deliver(left);
      await this.#calm();
    }
    const { id } = await this.#refresh();
    await this.#calm();
    const run = await this.#world.deps.syncs.run(id);
    if (!run?.endedAt) throw new Error(`the run did not end: ${JSON.stringify(run)}`);
    return run;
  }

  /** For worlds that share a database: this one's folder is nobody's business any more. */
  async end(): Promise<void> {
    await this.#world.deps.syncs.markRemoved(this.#sync.id, this.#world.clock.now());
  }

  /** Schedules come round until nothing is left to be done. */
  async #calm(): Promise<void> {
    const { clock, queue } = this.#world;
    for (let round = 0; round < 5; round += 1) {
      clock.pass(61_000);
      await this.#look();
      await this.#work();
    }
    const open = queue.entries.filter(({ job }) => !isOver(job));
    if (open.length > 0)
      throw new Error(`left open: ${JSON.stringify(open.map(({ job }) => [job.kind, job.state, job.failure]))}`);
  }

  async #refresh(): Promise<SyncRun> {
    return refreshSync(this.#sync.folderUid, 'sync', this.#world.caller('ana'), this.#world.deps);
  }

  /** A process that dies is started again, and goes on with what the database knows. */
  async #work(): Promise<void> {
    for (;;) {
      try {
        return await this.#world.drain();
      } catch (error) {
        if (!(error instanceof JobInterrupted)) throw error;
      }
    }
  }

  /** What the clock starts. */
  async #look(): Promise<void> {
    const { queue } = this.#world;
    for (const kind of ['start-syncs', 'sweep'] as const) {
      const key = `${kind}:${queue.entries.length}`;
      await queue.enqueue({ kind, person: 'system', title: kind, payload: {}, key });
    }
  }

  /** Whom nobody has told of us yet tells us nothing. */
  async #deliver(events: readonly Event[]): Promise<void> {
    const { deps } = this.#world;
    const { projectId, workspaceId } = this.#sync;
    const webhook = (await deps.webhooks.list()).find((one) => one.workspaceId === workspaceId);
    const load = () => followedProjects(deps);
    const followed = createFollowedProjects({ load, clock: deps.clock, sleep: deps.sleep });
    if (!webhook) {
      this.#mailbag.add(...events);
      return;
    }
    for (const { resource } of events) {
      await acceptEvent({ projectId, type: resource.type, id: resource.id }, webhook, { ...deps, followed });
    }
  }
}
