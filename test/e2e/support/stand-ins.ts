import type { Environment } from '../../../sandbox/environment/environment.ts';
import type { Switches as FrameioSwitches } from '../../../sandbox/frameio/switches.ts';
import type { Switches as NuxeoSwitches } from '../../../sandbox/nuxeo/switches.ts';
import type { Fault, RecordedCall } from '../../../sandbox/shared/control.ts';

export type Side = 'frameio' | 'nuxeo';
type MailRefusal = 'none' | 'connection' | 'temporary' | 'permanent';

/** What only the stand-ins can do: faults, switches, time that passes, and what they were asked. */
export interface StandIns {
  control<T>(side: Side, method: string, path: string, body?: unknown): Promise<T>;
  fault(side: Side, fault: Fault): Promise<void>;
  clearFaults(side: Side): Promise<void>;
  frameioSwitches(switches: Partial<FrameioSwitches>): Promise<void>;
  nuxeoSwitches(switches: Partial<NuxeoSwitches>): Promise<void>;
  mail(refuse: MailRefusal): Promise<void>;
  calls(side: Side, path?: RegExp): Promise<RecordedCall[]>;
  /** No faults, and all switches as they were when this was made. */
  restore(): Promise<void>;
}

export async function standInsOf(environment: Environment): Promise<StandIns> {
  const origins = { frameio: environment.frameioUrl, nuxeo: new URL(environment.nuxeoUrl).origin };
  const control = <T>(side: Side, method: string, path: string, body?: unknown) =>
    ask<T>(method, `${origins[side]}/_control/${path}`, body);
  const mail = (refuse: MailRefusal) =>
    ask<undefined>('PUT', `${environment.mailUrl}/_control/switches`, { refuse }).then(() => undefined);
  const atFirst = {
    frameio: await control<FrameioSwitches>('frameio', 'GET', 'switches'),
    nuxeo: await control<NuxeoSwitches>('nuxeo', 'GET', 'switches'),
  };
  const clearFaults = (side: Side) => control<undefined>(side, 'DELETE', 'faults');
  return {
    control,
    clearFaults,
    mail,
    fault: (side, fault) => control(side, 'POST', 'faults', fault),
    frameioSwitches: (switches) => control('frameio', 'PUT', 'switches', switches),
    nuxeoSwitches: (switches) => control('nuxeo', 'PUT', 'switches', switches),
    async calls(side, path) {
      const calls = await control<RecordedCall[]>(side, 'GET', 'calls?since=0');
      return path ? calls.filter((call) => path.test(call.path)) : calls;
    },
    async restore() {
      await Promise.all([clearFaults('frameio'), clearFaults('nuxeo'), mail('none')]);
      await control('frameio', 'PUT', 'switches', atFirst.frameio);
      await control('nuxeo', 'PUT', 'switches', atFirst.nuxeo);
    },
  };
}

async function ask<T>(method: string, url: string, body?: unknown): Promise<T> {
  const answer = await fetch(url, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url} answered ${answer.status}: ${text}`);
  return (text ? JSON.parse(text) : undefined) as T;
}
