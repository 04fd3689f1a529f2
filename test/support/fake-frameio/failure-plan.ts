interface Failure {
  readonly operation: string;
  readonly error: Error;
  /** The work is done, only the answer is lost. */
  readonly afterwards: boolean;
}

/** Which calls will fail: each once, in the order they were planned. */
export class FailurePlan {
  readonly #failures: Failure[] = [];

  add(failure: Failure): void {
    this.#failures.push(failure);
  }

  async around<T>(operation: string, work: () => T | Promise<T>): Promise<T> {
    const at = this.#failures.findIndex((failure) => failure.operation === operation);
    const [failure] = at < 0 ? [] : this.#failures.splice(at, 1);
    if (failure && !failure.afterwards) throw failure.error;
    const answer = await work();
    if (failure) throw failure.error;
    return answer;
  }
}
