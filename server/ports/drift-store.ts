import type { DriftLine } from '../domain/drift.ts';
import type { DriftKind } from '../domain/sync.ts';

export interface DriftPage {
  readonly kind?: DriftKind;
  /** The line after which the page begins. */
  readonly after?: string;
  /** Default 50, at most 200. */
  readonly limit?: number;
}

/** What a comparison found. What was dismissed stays so, and is not listed. */
export interface DriftStore {
  note(syncId: string, runId: string, lines: readonly DriftLine[]): Promise<void>;
  /** Of one comparison, by id. */
  lines(syncId: string, runId: string, page: DriftPage): Promise<DriftLine[]>;
  counts(syncId: string, runId: string): Promise<Partial<Record<DriftKind, number>>>;
  line(syncId: string, id: string): Promise<DriftLine | undefined>;
  dismiss(syncId: string, id: string): Promise<void>;
  /** Somebody decided: it is no difference any more. */
  remove(syncId: string, id: string): Promise<void>;
}
