import type { JsonObject } from '../domain/job.ts';

/** Calls that Frame.io made: a repeat gets the same answer again and starts nothing. */
export interface DeliveryStore {
  /** undefined when the key is new; from then on it is ours to answer. A claim without an answer after a minute is given again. */
  claim(key: string): Promise<{ readonly answer: JsonObject | undefined } | undefined>;
  answer(key: string, answer: JsonObject): Promise<void>;
  /** Context of an interaction's first step: later steps may bring less. Kept for a day. */
  saveInteraction(interactionId: string, context: JsonObject): Promise<void>;
  interaction(interactionId: string): Promise<JsonObject | undefined>;
  forgetBefore(moment: Date): Promise<void>;
}
