import { setTimeout as delay } from 'node:timers/promises';
import pg, { type PoolConfig } from 'pg';
import type { Log } from './log.ts';

export type Unlisten = () => Promise<void>;

export interface Listener {
  readonly channels: readonly string[];
  notified(channel: string, payload: string): void;
  /** After each connection: what was told before was missed. */
  connected(): void;
}

interface Listening {
  readonly connection: PoolConfig;
  readonly listener: Listener;
  readonly log: Log;
}

const checkEveryMs = 10_000;

/** Keeps one session listening, and connects again whenever it is lost. */
export function listenTo({ connection, listener, log }: Listening): Unlisten {
  const stopped = new AbortController();
  let client: pg.Client | undefined;

  const listenOnce = async () => {
    client = newClient(connection);
    const ended = new Promise<void>((resolve) => client?.once('end', resolve));
    client.on('error', () => undefined);
    client.on('notification', ({ channel, payload }) => listener.notified(channel, payload ?? ''));
    await client.connect();
    for (const channel of listener.channels) await client.query(`listen ${client.escapeIdentifier(channel)}`);
    listener.connected();
    const check = setInterval(() => void checkAlive(client), checkEveryMs);
    await ended;
    clearInterval(check);
  };

  const run = async () => {
    while (!stopped.signal.aborted) {
      await listenOnce().catch((error: unknown) => log.warn({ err: error }, 'cannot listen to the database'));
      await client?.end().catch(() => undefined);
      await delay(500, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  };
  const running = run();

  return async () => {
    stopped.abort();
    await client?.end().catch(() => undefined);
    await running;
  };
}

function newClient(connection: PoolConfig): pg.Client {
  return new pg.Client({
    ...connection,
    application_name: 'nuxeo-frameio listener',
    connectionTimeoutMillis: 10_000,
    query_timeout: 5_000,
    keepAlive: true,
  });
}

/** A connection that was cut silently answers nothing: ending it makes the loop connect again. */
async function checkAlive(client: pg.Client | undefined): Promise<void> {
  try {
    await client?.query('select 1');
  } catch {
    await client?.end().catch(() => undefined);
  }
}
