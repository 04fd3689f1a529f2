import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const patienceMs = 60_000;

/**
 * Runs `work` while no other process of this machine runs work for the same folder.
 *
 * On Linux the turn is an abstract socket, which the kernel takes back when its process dies. Elsewhere there is
 * no turn; PostgreSQL's own lock file then decides who starts.
 */
export async function inFolderTurn<T>(folder: string, work: () => Promise<T>): Promise<T> {
  if (process.platform !== 'linux') return work();
  const turn = await takeTurn(socketName(folder));
  try {
    return await work();
  } finally {
    await new Promise((resolve) => turn.close(resolve));
  }
}

function socketName(folder: string): string {
  return `\0nuxeo-frameio-${createHash('sha256').update(folder).digest('hex').slice(0, 32)}`;
}

async function takeTurn(path: string): Promise<Server> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const turn = await listen(path);
    if (turn) return turn;
    if (Date.now() > deadline) throw new Error('Another process has been preparing the database for a minute');
    await delay(50);
  }
}

function listen(path: string): Promise<Server | undefined> {
  const server = createServer((socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen({ path }, () => resolve(server));
  });
}
