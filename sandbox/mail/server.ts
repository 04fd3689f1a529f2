import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Inbox } from './inbox.ts';
import { startSmtp } from './smtp.ts';
import { mailWeb } from './web.ts';

export interface MailOptions {
  host?: string;
  /** 0 takes any free port. */
  smtpPort?: number;
  webPort?: number;
}

export interface RunningMail {
  smtpUrl: string;
  /** The page for people; `/_control/…` for tests. */
  webUrl: string;
  close(): Promise<void>;
}

/** A mail server that keeps what it gets, the last 500 messages, in memory. */
export async function startMail(options: MailOptions = {}): Promise<RunningMail> {
  const { host = '127.0.0.1', smtpPort = 0, webPort = 0 } = options;
  const inbox = new Inbox();
  const smtp = await startSmtp({ host, port: smtpPort }, inbox);
  const web = createServer(mailWeb(inbox, smtp)).listen(webPort, host);
  await once(web, 'listening');

  return {
    smtpUrl: `smtp://${host}:${smtp.port}`,
    webUrl: `http://${host}:${(web.address() as AddressInfo).port}`,
    async close() {
      const closed = once(web, 'close');
      web.close();
      web.closeAllConnections();
      await Promise.all([closed, smtp.close()]);
    },
  };
}
