import { FrameioError, JobInterrupted, NuxeoError } from '../../server/domain/errors.ts';

interface Failing {
  readonly nth: number;
  /** Before it does anything, or after everything is done, so that only the answer is lost. */
  readonly when: 'before' | 'after';
  /** The process dies there, whoever was asked. */
  readonly dies?: boolean;
}

interface Hook {
  readonly name: string;
  /** So many calls of the name pass first. */
  skip: number;
  readonly action: () => unknown;
}

/** Sees every call that leaves a use case, to Nuxeo, to Frame.io, to the database, and lets one of them fail. */
export class NthCall {
  #failing: Failing | undefined;
  #isArmed = false;
  #hooks: Hook[] = [];
  readonly #done = new Map<string, number>();
  /** Of the calls since it was armed. */
  readonly names: string[] = [];
  /** Name of the call that failed. */
  failed: string | undefined;

  /** Counts from here on; one call is to fail. */
  arm(failing?: Failing): void {
    this.names.length = 0;
    this.#failing = failing;
    this.#isArmed = true;
    this.failed = undefined;
  }

  disarm(): void {
    this.#isArmed = false;
  }

  /** How often the call was answered, from the beginning of the world. */
  done(name: string): number {
    return this.#done.get(name) ?? 0;
  }

  /** Does something right before the next such call, which then finds another world; what it throws is the answer. */
  before(name: string, action: () => unknown, skip = 0): void {
    this.#hooks.push({ name, skip, action });
  }

  /** The process dies right before the next such call. */
  dieBefore(name: string, skip = 0): void {
    this.before(
      name,
      () => {
        throw new JobInterrupted();
      },
      skip,
    );
  }

  async around<T>(name: string, work: () => T | Promise<T>): Promise<T> {
    await this.#callHook(name);
    const failing = this.#failsNow(name);
    if (failing) this.failed = name;
    if (failing === 'before') throw this.#failureOf(name);
    const answer = await work();
    this.#done.set(name, this.done(name) + 1);
    if (failing === 'after') throw this.#failureOf(name);
    return answer;
  }

  /** The port with every method seen, but for those that answer at once. */
  watch<T extends object>(portName: string, port: T, synchronous: readonly string[] = []): T {
    return new Proxy(port, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key, target);
        if (typeof value !== 'function' || typeof key === 'symbol') return value;
        if (synchronous.includes(key)) return value.bind(target) as unknown;
        return (...args: unknown[]) =>
          this.around(`${portName}.${key}`, () => (value as (...all: unknown[]) => unknown).apply(target, args));
      },
    });
  }

  #failureOf(name: string): Error {
    return this.#failing?.dies ? new JobInterrupted() : failureOf(name);
  }

  #failsNow(name: string): 'before' | 'after' | undefined {
    if (!this.#isArmed) return undefined;
    this.names.push(name);
    return this.names.length === this.#failing?.nth ? this.#failing.when : undefined;
  }

  async #callHook(name: string): Promise<void> {
    const due = this.#hooks.filter((hook) => hook.name === name && hook.skip === 0);
    for (const hook of this.#hooks) if (hook.name === name) hook.skip -= 1;
    this.#hooks = this.#hooks.filter(({ skip }) => skip >= 0);
    for (const { action } of due) await action();
  }
}

/** A system that does not answer is asked again; where our own database is gone, so is the process. */
function failureOf(name: string): Error {
  if (name.startsWith('nuxeo.')) return new NuxeoError('nuxeo-unavailable', { retryable: true });
  if (name.startsWith('frameio.')) return new FrameioError('frameio-unavailable', { retryable: true });
  return new JobInterrupted();
}
