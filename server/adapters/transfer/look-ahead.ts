import type { Readable } from 'node:stream';
import type { Part } from '../../ports/bytes.ts';

export interface NextPart {
  readonly part: Part;
  /** Already asked for, by a look ahead. */
  readonly opening?: Promise<Readable>;
}

/** What one lane moves next. */
export interface LookAhead {
  /** Takes the next part and opens its source already, so that the wait for it passes while the last part is confirmed. */
  begin(): void;
  take(): NextPart | undefined;
  /** Closes what was opened and gives its part back. */
  drop(): void;
}

export function createLookAhead(pending: Part[], open: (part: Part) => Promise<Readable>): LookAhead {
  let ahead: Required<NextPart> | undefined;
  return {
    begin() {
      const part = ahead ? undefined : pending.shift();
      if (!part) return;
      ahead = { part, opening: open(part) };
      ahead.opening.catch(() => undefined); // whoever takes it hears of it
    },
    take() {
      const part = ahead ? undefined : pending.shift();
      const next = ahead ?? (part && { part });
      ahead = undefined;
      return next;
    },
    drop() {
      if (!ahead) return;
      pending.unshift(ahead.part);
      ahead.opening.then(
        (body) => body.destroy(),
        () => undefined,
      );
      ahead = undefined;
    },
  };
}
