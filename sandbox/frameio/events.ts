import { signedHeaders } from './signature.ts';
import type { Webhook } from './model.ts';
import type { World } from './store.ts';
import type { Switches } from './switches.ts';

export const EVENT_TYPES = [
  'file.created',
  'file.deleted',
  'file.ready',
  'file.updated',
  'file.upload.completed',
  'file.versioned',
  'file.copied',
  'folder.created',
  'folder.deleted',
  'folder.updated',
  'folder.copied',
  'comment.created',
  'comment.updated',
  'comment.deleted',
  'comment.completed',
  'comment.uncompleted',
  'customfield.created',
  'customfield.updated',
  'customfield.deleted',
  'metadata.value.updated',
  'project.created',
  'project.updated',
  'project.deleted',
  'collection.created',
  'collection.updated',
  'collection.deleted',
  'share.created',
  'share.updated',
  'share.deleted',
  'share.viewed',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export interface Resource {
  id: string;
  type: string;
}

export interface Delivery {
  webhookId: string;
  type: EventType;
  resource: Resource;
  /** Status of each attempt so far, or why there was none. */
  attempts: (number | string)[];
  state: 'waiting' | 'delivered' | 'failed' | 'lost';
}

const ATTEMPTS = 5;

/** Tells the webhooks of a workspace what happened in its projects. */
export class EventBus {
  readonly deliveries: Delivery[] = [];
  readonly #world: World;
  readonly #switches: Switches;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(world: World, switches: Switches) {
    this.#world = world;
    this.#switches = switches;
  }

  emit(type: EventType, resource: Resource, projectId: string, userId: string | null): void {
    const project = this.#world.projects.get(projectId);
    if (!project) return;
    const body = JSON.stringify({
      account: { id: project.accountId },
      project: { id: project.id },
      resource,
      type,
      user: { id: userId },
      workspace: { id: project.workspaceId },
    });
    for (const webhook of this.#world.webhooks.values()) {
      if (webhook.workspaceId !== project.workspaceId || !webhook.active || !webhook.events.includes(type)) continue;
      const delivery: Delivery = { webhookId: webhook.id, type, resource, attempts: [], state: 'waiting' };
      this.deliveries.push(delivery);
      this.#send(webhook, body, delivery);
    }
  }

  #send(webhook: Webhook, body: string, delivery: Delivery): void {
    const { dropEvery, copies, delayMs } = this.#switches.webhookChaos;
    const nth = this.deliveries.length;
    if (dropEvery > 0 && nth % dropEvery === 0) {
      delivery.state = 'lost';
      return;
    }
    for (let copy = 0; copy < copies; copy += 1) {
      const delay = (scattered(nth + copy) * delayMs) / SCATTER;
      if (delay === 0) void this.#attempt(webhook, body, delivery);
      else this.#after(delay, () => void this.#attempt(webhook, body, delivery));
    }
  }

  /** Nothing that still waits is delivered any more. */
  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.deliveries.length = 0;
  }

  async #attempt(webhook: Webhook, body: string, delivery: Delivery): Promise<void> {
    const outcome = await post(webhook.url, body, webhook.secret, this.#switches.webhookTimeoutMs);
    delivery.attempts.push(outcome);
    if (typeof outcome === 'number' && outcome >= 200 && outcome < 300) delivery.state = 'delivered';
    else if (delivery.attempts.length >= ATTEMPTS) delivery.state = 'failed';
    else this.#later(() => void this.#attempt(webhook, body, delivery), delivery.attempts.length);
  }

  /** Exponential, with up to a fifth of jitter. */
  #later(work: () => void, attempt: number): void {
    this.#after(this.#switches.webhookBaseDelayMs * 2 ** (attempt - 1) * (1 + Math.random() / 5), work);
  }

  #after(delay: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, delay);
    timer.unref();
    this.#timers.add(timer);
  }
}

const SCATTER = 101;

/** The same every time, and next to each other never in order. */
function scattered(n: number): number {
  return (n * 37) % SCATTER;
}

async function post(url: string, body: string, secret: string, timeoutMs: number): Promise<number | string> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      body,
      headers: signedHeaders(body, { secret }),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await answer.arrayBuffer();
    return answer.status;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
