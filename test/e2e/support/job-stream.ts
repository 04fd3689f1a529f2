import type { JobSeen } from '../../../sandbox/demo/watching.ts';
import type { Person } from '../../../sandbox/environment/person.ts';
import { until } from '../../../sandbox/environment/until.ts';

export type StreamedJob = JobSeen & { readonly bytesDone: number };

/** A page that listens to a person's transfers and, as browsers do, comes back when the connection is lost. */
export interface JobStream {
  readonly seen: StreamedJob[];
  /** How often the connection was made. */
  connections(): number;
  close(): Promise<void>;
}

export function listen(person: Person, sidecarUrl: string): JobStream {
  const stopped = new AbortController();
  const seen: StreamedJob[] = [];
  let connections = 0;

  const once = async () => {
    const { signal } = stopped;
    const answer = await person.browser.request('GET', `${sidecarUrl}/api/jobs/events`, { signal });
    if (!answer.ok || !answer.body) throw new Error(`the stream answered ${answer.status}`);
    connections += 1;
    let rest = '';
    for await (const text of answer.body.pipeThrough(new TextDecoderStream())) {
      const events = (rest + text).split('\n\n');
      rest = events.pop() ?? '';
      seen.push(...events.flatMap(jobIn));
    }
  };
  const run = async () => {
    while (!stopped.signal.aborted) {
      await once().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 100)); // a browser waits, too
    }
  };
  const running = run();
  return {
    seen,
    connections: () => connections,
    async close() {
      stopped.abort();
      await running;
    },
  };
}

function jobIn(event: string): StreamedJob[] {
  const [, data] = /^event: job\ndata: (.+)$/.exec(event) ?? [];
  return data === undefined ? [] : [JSON.parse(data) as StreamedJob];
}

export function connected(stream: JobStream, times = 1): Promise<true> {
  return until('the stream to be connected', () => Promise.resolve(stream.connections() >= times && (true as const)));
}
