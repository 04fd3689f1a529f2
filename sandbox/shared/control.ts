import { json, Router, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { faultSchema, type Fault, type FaultAction } from './fault.ts';
import { loseAnswer, truncateAnswer } from './broken-answers.ts';

export type { Fault, FaultAction } from './fault.ts';

export interface RecordedCall {
  n: number;
  at: string;
  method: string;
  /** With the query. */
  path: string;
  /** 0 when the connection ended before an answer. */
  status: number;
  requestHeaders: Record<string, string | string[] | undefined>;
  /** JSON bodies only, as sent and answered. */
  requestBody?: unknown;
  responseHeaders: Record<string, unknown>;
  responseBody?: unknown;
  /** Length of the request body as announced, in bytes. */
  bytesIn: number;
  /** What a fault did to it: then the answer says nothing about the stand-in. */
  fault?: FaultAction['type'];
}

/** Calls that differ only in their ids, answered alike. */
export interface CallCount {
  readonly method: string;
  /** Without the query, with `*` for every id. */
  readonly path: string;
  readonly status: number;
  count: number;
  /** Of the request bodies as announced. */
  bytesIn: number;
}

/** Faults and recorded calls of a stand-in, the same for each of them. */
export interface Control {
  /** Mount first, before anything that answers. */
  readonly middleware: RequestHandler;
  /** Mount at `/_control`: `POST|DELETE /faults`, `GET|DELETE /calls`, `GET /counts`. */
  readonly router: Router;
  readonly calls: RecordedCall[];
  readonly faults: (Fault & { seen: number })[];
  addFault(fault: Fault): void;
  reset(): void;
}

const MAX_CALLS = 200_000;
/** UUIDs, and what Nuxeo names uploads. */
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|batchId-[\w-]+/gi;

export function createControl(): Control {
  const calls: RecordedCall[] = [];
  const counts = new Map<string, CallCount>();
  const faults: (Fault & { seen: number })[] = [];
  let n = 0;

  const middleware: RequestHandler = (req, res, next) => {
    if (req.path.startsWith('/_control')) {
      next();
      return;
    }
    const hit = matching(faults, req);
    record(req, res, { calls, counts, n: ++n, fault: hit?.action.type });
    if (hit) applyFault(hit.action, req, res, next);
    else next();
  };

  const control: Control = {
    middleware,
    router: Router(),
    calls,
    faults,
    addFault: (fault) => faults.push({ ...(faultSchema.parse(fault) as Fault), seen: 0 }),
    reset() {
      calls.length = 0;
      counts.clear();
      faults.length = 0;
    },
  };
  control.router.use(json({ limit: '10mb' }));
  control.router.post('/faults', (req, res) => {
    const fault = faultSchema.safeParse(req.body);
    if (!fault.success) {
      res.status(400).json({ error: z.prettifyError(fault.error) });
      return;
    }
    control.addFault(fault.data as Fault);
    res.status(201).json({ faults: faults.length });
  });
  control.router.delete('/faults', (_req, res) => {
    faults.length = 0;
    res.status(204).end();
  });
  control.router.get('/calls', (req, res) => {
    const since = Number(req.query['since'] ?? 0);
    res.json(calls.filter((call) => call.n > since));
  });
  control.router.get('/counts', (_req, res) => {
    res.json([...counts.values()].sort((a, b) => b.count - a.count));
  });
  control.router.delete('/calls', (_req, res) => {
    calls.length = 0;
    counts.clear();
    res.status(204).end();
  });
  return control;
}

/** Every fault counts the calls it matches, also those that an earlier one hits. */
function matching(faults: (Fault & { seen: number })[], req: Request): Fault | undefined {
  const hits = faults.filter((fault) => {
    if (fault.method && fault.method !== req.method) return false;
    if (!new RegExp(fault.path).test(req.originalUrl)) return false;
    fault.seen += 1;
    const first = fault.nth ?? 1;
    return fault.seen >= first && fault.seen < first + (fault.times ?? 1);
  });
  return hits[0];
}

function applyFault(action: FaultAction, req: Request, res: Response, next: () => void): void {
  switch (action.type) {
    case 'status':
      req.resume();
      res
        .status(action.status)
        .set(action.headers ?? {})
        .send(action.body ?? '');
      return;
    case 'delay':
      setTimeout(next, action.milliseconds);
      return;
    case 'reset':
      req.socket.resetAndDestroy();
      return;
    case 'lose-answer':
      loseAnswer(res);
      next();
      return;
    case 'truncate':
      truncateAnswer(res, action.afterBytes);
      next();
  }
}

interface Recording {
  readonly calls: RecordedCall[];
  readonly counts: Map<string, CallCount>;
  readonly n: number;
  readonly fault: FaultAction['type'] | undefined;
}

function record(req: Request, res: Response, { calls, counts, n, fault }: Recording): void {
  const sendJson = res.json.bind(res);
  let responseBody: unknown;
  res.json = (body: unknown) => {
    responseBody = asSent(body);
    return sendJson(body);
  };
  res.on('close', () => {
    const call = { method: req.method, path: req.originalUrl, status: res.headersSent ? res.statusCode : 0 };
    const bytesIn = Number(req.headers['content-length'] ?? 0);
    tally(counts, call, bytesIn);
    if (calls.length >= MAX_CALLS) calls.splice(0, MAX_CALLS / 2);
    calls.push({
      n,
      at: new Date().toISOString(),
      ...call,
      requestHeaders: { ...req.headers },
      ...(isParsedJson(req) ? { requestBody: req.body as unknown } : {}),
      responseHeaders: { ...res.getHeaders() },
      ...(responseBody === undefined ? {} : { responseBody }),
      bytesIn,
      ...(fault === undefined ? {} : { fault }),
    });
  });
}

type Outcome = Pick<RecordedCall, 'method' | 'path' | 'status'>;

function tally(counts: Map<string, CallCount>, { method, path, status }: Outcome, bytesIn: number): void {
  const kind = path.replace(/\?.*$/s, '').replaceAll(ID, '*');
  const key = `${method} ${kind} ${String(status)}`;
  const count = counts.get(key) ?? { method, path: kind, status, count: 0, bytesIn: 0 };
  counts.set(key, count);
  count.count += 1;
  count.bytesIn += bytesIn;
}

/** A copy, since the state it was made from goes on changing. */
function asSent(body: unknown): unknown {
  const text = JSON.stringify(body) as string | undefined;
  return text === undefined ? undefined : (JSON.parse(text) as unknown);
}

/** Nuxeo's `application/json+nxrequest` counts too. */
function isParsedJson(req: Request): boolean {
  const body: unknown = req.body;
  return (
    /\bjson\b/.test(req.headers['content-type'] ?? '') &&
    typeof body === 'object' &&
    body !== null &&
    !Buffer.isBuffer(body)
  );
}
