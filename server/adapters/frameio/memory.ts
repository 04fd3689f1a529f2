import type { Clock } from '../../ports/clock.ts';
import type { StatusField } from '../../ports/frameio.ts';
import type { UserPayload } from './payloads.ts';

/** What was answered lately and need not be asked again; may be shared by connections. */
export interface FrameioMemory {
  /** By account id. */
  readonly statusFields: Lately<StatusField | undefined>;
  /** By comment id: who wrote it never changes. */
  readonly authors: Lately<UserPayload | undefined>;
}

export interface Lately<T> {
  get(key: string): { readonly value: T } | undefined;
  set(key: string, value: T): void;
}

export function createFrameioMemory(clock: Clock): FrameioMemory {
  return {
    statusFields: lately(clock, { keptMs: 5 * 60_000, most: 1_000 }),
    authors: lately(clock, { keptMs: 24 * 60 * 60_000, most: 20_000 }),
  };
}

function lately<T>(clock: Clock, { keptMs, most }: { keptMs: number; most: number }): Lately<T> {
  const entries = new Map<string, { value: T; until: number }>();
  const now = () => clock.now().getTime();
  return {
    get(key) {
      const entry = entries.get(key);
      return entry && entry.until > now() ? entry : undefined;
    },
    set(key, value) {
      const oldest = entries.size >= most ? entries.keys().next().value : undefined;
      if (oldest !== undefined) entries.delete(oldest);
      entries.set(key, { value, until: now() + keptMs });
    },
  };
}
