/** What Frame.io tells of a change: which resource, and nothing of what it is now. */
export interface Event {
  readonly type: string;
  readonly resource: { readonly id: string; readonly type: 'file' | 'folder' | 'version_stack' | 'comment' };
}

const isTheOnlyWord = ({ type }: Event) => type === 'comment.updated' || type === 'comment.completed';

/** Events that are on their way: they arrive late, in any order, twice, or never. */
export class Mailbag {
  #waiting: Event[] = [];

  add(...events: readonly Event[]): void {
    this.#waiting.push(...events);
  }

  /** But for what has no other way here: nobody counts how often a comment was edited. */
  lose(count: number): void {
    this.#waiting.unshift(...this.#waiting.splice(0, count).filter(isTheOnlyWord));
  }

  /** The oldest ones, in the order that the number stands for. */
  take(count: number, order: number, twice: boolean): Event[] {
    const taken = this.#waiting.splice(0, count);
    const shuffled = taken.map((event, index) => ({ event, key: ((index + 1) * 7919 + order * 104_729) % 1009 }));
    const events = shuffled.sort((a, b) => a.key - b.key).map(({ event }) => event);
    return twice ? [...events, ...events.toReversed()] : events;
  }
}
