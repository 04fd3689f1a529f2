import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import type { Inbox } from './inbox.ts';

export const REFUSALS = ['none', 'connection', 'temporary', 'permanent'] as const;

/** `connection` closes every socket at once, the others answer each recipient with a 4xx or 5xx. */
export type Refusal = (typeof REFUSALS)[number];

export interface Switches {
  refuse: Refusal;
}

export interface SmtpSink {
  port: number;
  switches: Readonly<Switches>;
  setSwitches(switches: Switches): void;
  close(): Promise<void>;
}

const MAX_MESSAGE_BYTES = 25 * 1024 * 1024;

/** An SMTP server that takes any login and any recipient and delivers to nobody but the inbox. */
export async function startSmtp({ host, port }: { host: string; port: number }, inbox: Inbox): Promise<SmtpSink> {
  const switches: Switches = { refuse: 'none' };
  const smtp = new SMTPServer({
    name: 'sandbox',
    banner: 'sandbox mail',
    size: MAX_MESSAGE_BYTES,
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    onAuth: (auth, _session, done) => done(null, { user: auth.username ?? 'anyone' }),
    onRcptTo: (_address, _session, done) => done(refusalError(switches.refuse)),
    onData: (stream, session, done) => {
      const recipients = session.envelope.rcptTo.map(({ address }) => address);
      keep(stream, recipients, inbox).then(() => done(null, 'Kept in the sandbox'), done);
    },
  });
  smtp.on('error', () => undefined); // clients that hang up in the middle
  const sockets = trackSockets(smtp.server, switches);

  smtp.listen(port, host);
  await once(smtp.server, 'listening');
  return {
    port: (smtp.server.address() as AddressInfo).port,
    switches,
    setSwitches(next) {
      switches.refuse = next.refuse;
      if (next.refuse === 'connection') cut(sockets);
    },
    async close() {
      const closed = once(smtp.server, 'close');
      smtp.close();
      cut(sockets);
      await closed;
    },
  };
}

async function keep(stream: SMTPServerDataStream, recipients: string[], inbox: Inbox): Promise<void> {
  const raw = await buffer(stream);
  if (stream.sizeExceeded) throw replyError(552, 'The message is larger than 25 MB');
  await inbox.receive(raw, recipients);
}

function trackSockets(server: Server, switches: Switches): Set<Socket> {
  const sockets = new Set<Socket>();
  server.prependListener('connection', (socket) => {
    if (switches.refuse === 'connection') {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

function cut(sockets: Set<Socket>): void {
  for (const socket of sockets) socket.destroy();
}

function refusalError(refuse: Refusal): Error | null {
  if (refuse === 'temporary') return replyError(451, 'Try again later');
  if (refuse === 'permanent') return replyError(550, 'No such mailbox');
  return null;
}

function replyError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
