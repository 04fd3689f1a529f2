import type { RequestHandler } from 'express';

const QUIET_MS = 2_000;

/** Saves when there was a change and then a quiet moment, and once more at the end. */
export class StateKeeper {
  readonly #save: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(save: () => void) {
    this.#save = save;
  }

  readonly middleware: RequestHandler = (req, res, next) => {
    if (!['GET', 'HEAD', 'OPTIONS'].includes(req.method)) res.on('close', () => this.#later());
    next();
  };

  close(): void {
    clearTimeout(this.#timer);
    this.#save();
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#save, QUIET_MS).unref();
  }
}
