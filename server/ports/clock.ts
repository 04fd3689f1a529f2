/** Time and randomness, passed in so that tests decide them. */
export interface Clock {
  now(): Date;
}
export interface Ids {
  uuid(): string;
}
