import express, { type Express, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Inbox, ReceivedMessage } from './inbox.ts';
import { inboxPage, messageHtml, messagePage, notFoundPage } from './pages.ts';
import { REFUSALS, type SmtpSink } from './smtp.ts';

const switchesSchema = z.strictObject({ refuse: z.enum(REFUSALS) });

const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** What a sender wrote runs no script, loads nothing and may only open links in a new tab. */
const MESSAGE_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

export function mailWeb(inbox: Inbox, smtp: SmtpSink): Express {
  const app = express().disable('x-powered-by').disable('etag');
  app.use(express.json());
  app.use((_req, res, next) => {
    res.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' });
    next();
  });
  addPages(app, inbox, smtp);
  addControl(app, inbox, smtp);
  return app;
}

function addPages(app: Express, inbox: Inbox, smtp: SmtpSink): void {
  app.get('/', (_req, res) => {
    sendPage(res, inboxPage({ messages: inbox.messages, refuse: smtp.switches.refuse, smtpPort: smtp.port }));
  });
  app.post('/clear', (_req, res) => {
    inbox.clear();
    res.redirect(303, '/');
  });
  app.get('/messages/:id', (req, res) => {
    withMessage(req, res, inbox, (message) => sendPage(res, messagePage(message)));
  });
  app.get('/messages/:id/html', (req, res) => {
    withMessage(req, res, inbox, (message) => {
      res.set('Content-Security-Policy', MESSAGE_POLICY).type('html').send(messageHtml(message));
    });
  });
}

function addControl(app: Express, inbox: Inbox, smtp: SmtpSink): void {
  app.get('/_control/messages', (_req, res) => {
    res.json(inbox.messages);
  });
  app.delete('/_control/messages', (_req, res) => {
    inbox.clear();
    res.status(204).end();
  });
  app.get('/_control/switches', (_req, res) => {
    res.json(smtp.switches);
  });
  app.put('/_control/switches', (req, res) => {
    const switches = switchesSchema.safeParse(req.body);
    if (!switches.success) {
      res.status(400).json({ error: z.prettifyError(switches.error) });
      return;
    }
    smtp.setSwitches(switches.data);
    res.json(smtp.switches);
  });
}

function withMessage(
  req: Request<{ id: string }>,
  res: Response,
  inbox: Inbox,
  answer: (message: ReceivedMessage) => void,
): void {
  const message = inbox.get(Number(req.params.id));
  if (message) answer(message);
  else sendPage(res.status(404), notFoundPage());
}

function sendPage(res: Response, html: string): void {
  res.set('Content-Security-Policy', PAGE_POLICY).type('html').send(html);
}
