/** An address as it answers now. */
export interface Reached {
  readonly status: number;
  /** The answer's own clock, where it tells. */
  readonly date: Date | undefined;
}

/**
 * Looks from here at addresses that have to work.
 *
 * @throws IntegrationError `host-not-allowed` for an address outside the configuration.
 */
export interface Probe {
  /** undefined: nothing answered. */
  reach(url: string): Promise<Reached | undefined>;
  /** Whether the call arrives at this connector, of which there may be several processes. */
  whoAnswers(url: string): Promise<'connector' | 'other' | 'nobody'>;
  /** The status of a call signed as Frame.io signs its own; undefined: nothing answered. */
  signedCall(url: string, signature: 'right' | 'forged'): Promise<number | undefined>;
}

/** What only this connector can answer to a word: by it a call that went round through the public URL is recognised. */
export interface ProbeSeal {
  seal(word: string): string;
  /** Signs the probe's own calls to the action endpoint. */
  readonly signingSecret: string;
}
