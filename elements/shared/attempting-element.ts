import type { PropertyDeclarations } from 'lit';
import { FrameioElement } from './frameio-element.ts';

/** An element that says in its place what failed, until something succeeds. */
export abstract class AttemptingElement extends FrameioElement {
  static override properties: PropertyDeclarations = { failure: { state: true } };

  declare protected failure: unknown;

  constructor() {
    super();
    this.failure = undefined;
  }

  protected attempt(action: () => Promise<unknown>): Promise<void> {
    return this.run(async () => {
      this.failure = undefined;
      try {
        await action();
      } catch (error) {
        this.failure = error;
      }
    });
  }
}
