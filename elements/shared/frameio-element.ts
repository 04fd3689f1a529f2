import { api, type Api } from './api.ts';
import { EagerElement } from './eager-element.ts';

export { define, type Notification } from './eager-element.ts';

/** An element that talks to the sidecar: it comes with the first screen that needs it. */
export abstract class FrameioElement extends EagerElement {
  protected get api(): Api {
    return api;
  }
}
