import { RestError } from '../web/rest-error.ts';
import type { Switches } from '../switches.ts';
import type { Json } from '../web/entities.ts';

/** Sets the named switches and leaves the others. A name that is none is refused: a typing error would test nothing. */
export function mergeSwitches(switches: Switches, changes: Json): Switches {
  const unknown = Object.keys(changes).filter((name) => !(name in switches));
  if (unknown.length > 0) throw new RestError(400, `no such switch: ${unknown.join(', ')}`);
  const { throttle, ...rest } = changes as Partial<Switches>;
  Object.assign(switches, rest);
  if (throttle) Object.assign(switches.throttle, throttle);
  return switches;
}
