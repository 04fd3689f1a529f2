import { endWithParent } from '../shared/end-with-parent.ts';
import { startMail } from './server.ts';

endWithParent();

const mail = await startMail({
  smtpPort: Number(process.env['MAIL_SMTP_PORT'] ?? 0),
  webPort: Number(process.env['MAIL_WEB_PORT'] ?? 0),
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void mail.close());
console.log(JSON.stringify({ ready: true, smtpUrl: mail.smtpUrl, webUrl: mail.webUrl }));
