import type { JobStore, JobWatcher } from '../ports/job-store.ts';
import type { Database } from './postgres.ts';
import type { Unlisten } from './listen.ts';

/** The trigger of migration 0006 speaks on these; the payload is a job's id. */
const changes = 'frameio_jobs';
const endings = 'frameio_job_endings';

/** All watchers of a process share one session, which lasts as long as there is one. */
export function createJobWatch(db: Database): JobStore['watch'] {
  const watchers = new Set<JobWatcher>();
  let listening: { stop: Unlisten; connected: boolean } | undefined;

  const start = () => {
    const session = {
      connected: false,
      stop: db.listen({
        channels: [changes, endings],
        notified: (channel, jobId) => {
          for (const watcher of watchers) (channel === endings ? watcher.ending : watcher.changed)?.(jobId);
        },
        connected: () => {
          session.connected = true;
          for (const watcher of watchers) watcher.connected?.();
        },
      }),
    };
    return session;
  };

  return (watcher) => {
    watchers.add(watcher);
    listening ??= start();
    if (listening.connected) watcher.connected?.();
    return () => {
      watchers.delete(watcher);
      if (watchers.size > 0) return;
      void listening?.stop();
      listening = undefined;
    };
  };
}
