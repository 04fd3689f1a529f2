/** What the demo says, and how it fails: a fact that does not hold ends it. */
export class Transcript {
  readonly #startedAt = Date.now();

  act(title: string): void {
    console.log(`\n── ${title}`);
  }

  say(text: string): void {
    const seconds = ((Date.now() - this.#startedAt) / 1000).toFixed(1).padStart(5);
    console.log(`${seconds} s  ${text}`);
  }

  /** @throws Error when what was seen is not what must be seen. */
  sees(fact: string, seen: unknown, expected: unknown = true): void {
    if (JSON.stringify(seen) !== JSON.stringify(expected)) {
      throw new Error(`${fact}: expected ${JSON.stringify(expected)}, saw ${JSON.stringify(seen)}`);
    }
    this.say(`✓ ${fact}`);
  }
}
