import { api, type Api } from './api.ts';
import { EagerElement } from './eager-element.ts';

export { define, type Notification } from './eager-element.ts';

/** An element that talks to the sidecar: it comes with the first screen that needs it. */
export abstract class FrameioElement extends EagerElement {
  constructor() {
    super();
    this.addEventListener('keydown', keepToItself);
  }

  protected get api(): Api {
    return api;
  }
}

/** Web UI goes home on *d*, and elsewhere on others, unless in a field: whoever types in a list or a tree would be gone. */
function keepToItself(event: KeyboardEvent): void {
  const isSpace = event.key === ' ' && !event.ctrlKey;
  if (event.key.length === 1 && !isSpace) event.stopPropagation();
}
