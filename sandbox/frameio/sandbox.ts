import type { EventBus } from './events.ts';
import type { Ims } from './ims.ts';
import type { Pipeline } from './pipeline.ts';
import type { RateLimiter } from './rate-limits.ts';
import type { Storage } from './storage.ts';
import type { World } from './store.ts';
import type { Switches } from './switches.ts';

/** The parts of one running stand-in. */
export interface Sandbox {
  readonly world: World;
  readonly switches: Switches;
  readonly storage: Storage;
  readonly pipeline: Pipeline;
  readonly ims: Ims;
  readonly events: EventBus;
  readonly rateLimiter: RateLimiter;
  /** Where people look at projects; known once it listens. */
  webUrl: string;
}
