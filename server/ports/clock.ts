/** Time and randomness, passed in so that tests decide them. */
export interface Clock {
  now(): Date;
}
export interface Ids {
  uuid(): string;
}

/** Resolves after the time has passed; rejects with the signal's reason when it is aborted. */
export type Sleep = (milliseconds: number, signal?: AbortSignal) => Promise<void>;
