import { json, Router, type Request, type RequestHandler, type Response } from 'express';

/** What a fault does to the request it hits. */
export type FaultAction =
  | { type: 'status'; status: number; body?: unknown; headers?: Record<string, string> }
  | { type: 'delay'; milliseconds: number }
  /** The connection is cut before an answer. */
  | { type: 'reset' }
  /** The handler does its work, and the connection is cut instead of the answer: a lost answer. */
  | { type: 'lose-answer' }
  /** The connection is cut after this many bytes of the answer's body. */
  | { type: 'truncate'; afterBytes: number };

export interface Fault {
  method?: string;
  /** Regular expression on the path with its query. */
  path: string;
  /** The fault hits the n-th matching call (from 1, default 1) … */
  nth?: number;
  /** … and this many from there on (default 1). */
  times?: number;
  action: FaultAction;
}

export interface RecordedCall {
  n: number;
  at: string;
  method: string;
  /** With the query. */
  path: string;
  status: number;
  requestHeaders: Record<string, string | string[] | undefined>;
  /** JSON bodies only, as sent and answered. */
  requestBody?: unknown;
  responseHeaders: Record<string, unknown>;
  responseBody?: unknown;
  /** Length of the request body as announced, in bytes. */
  bytesIn: number;
}

/** Faults and recorded calls of a stand-in, the same for each of them. */
export interface Control {
  /** Mount first, before anything that answers. */
  readonly middleware: RequestHandler;
  /** Mount at `/_control`: `POST|DELETE /faults`, `GET|DELETE /calls`. */
  readonly router: Router;
  readonly calls: RecordedCall[];
  readonly faults: (Fault & { seen: number })[];
  addFault(fault: Fault): void;
  reset(): void;
}

const MAX_CALLS = 200_000;

export function createControl(): Control {
  const calls: RecordedCall[] = [];
  const faults: (Fault & { seen: number })[] = [];
  let n = 0;

  const middleware: RequestHandler = (req, res, next) => {
    if (req.path.startsWith('/_control')) {
      next();
      return;
    }
    record(req, res, { calls, n: ++n });
    const hit = matching(faults, req);
    if (hit) applyFault(hit.action, req, res, next);
    else next();
  };

  const control: Control = {
    middleware,
    router: Router(),
    calls,
    faults,
    addFault: (fault) => faults.push({ ...fault, seen: 0 }),
    reset() {
      calls.length = 0;
      faults.length = 0;
    },
  };
  control.router.use(json({ limit: '10mb' }));
  control.router.post('/faults', (req, res) => {
    control.addFault(req.body as Fault);
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
  control.router.delete('/calls', (_req, res) => {
    calls.length = 0;
    res.status(204).end();
  });
  return control;
}

function matching(faults: (Fault & { seen: number })[], req: Request): Fault | undefined {
  for (const fault of faults) {
    if (fault.method && fault.method !== req.method) continue;
    if (!new RegExp(fault.path).test(req.originalUrl)) continue;
    fault.seen += 1;
    const first = fault.nth ?? 1;
    if (fault.seen >= first && fault.seen < first + (fault.times ?? 1)) return fault;
  }
  return undefined;
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
      req.socket.destroy();
      return;
    case 'lose-answer':
      res.write = () => true;
      res.end = () => {
        req.socket.destroy();
        return res;
      };
      next();
      return;
    case 'truncate':
      truncateAnswer(res, action.afterBytes);
      next();
  }
}

function truncateAnswer(res: Response, afterBytes: number): void {
  let left = afterBytes;
  const write = res.write.bind(res) as (chunk: Uint8Array, done?: () => void) => boolean;
  const cut = (chunk: unknown): boolean => {
    if (chunk === undefined || chunk === null || typeof chunk === 'function') return false;
    const bytes = Buffer.from(chunk as Uint8Array | string);
    if (bytes.length < left) {
      left -= bytes.length;
      return write(bytes);
    }
    write(bytes.subarray(0, left), () => res.socket?.destroy());
    left = 0;
    return false;
  };
  res.write = ((chunk: unknown) => cut(chunk)) as typeof res.write;
  res.end = ((chunk: unknown) => {
    cut(chunk);
    res.socket?.destroy();
    return res;
  }) as typeof res.end;
}

function record(req: Request, res: Response, { calls, n }: { calls: RecordedCall[]; n: number }): void {
  const sendJson = res.json.bind(res);
  let responseBody: unknown;
  res.json = (body: unknown) => {
    responseBody = body;
    return sendJson(body);
  };
  res.on('close', () => {
    if (calls.length >= MAX_CALLS) calls.splice(0, MAX_CALLS / 2);
    calls.push({
      n,
      at: new Date().toISOString(),
      method: req.method,
      path: req.originalUrl,
      status: res.statusCode,
      requestHeaders: { ...req.headers },
      ...(isParsedJson(req) ? { requestBody: req.body as unknown } : {}),
      responseHeaders: { ...res.getHeaders() },
      ...(responseBody === undefined ? {} : { responseBody: structuredClone(responseBody) }),
      bytesIn: Number(req.headers['content-length'] ?? 0),
    });
  });
}

function isParsedJson(req: Request): boolean {
  return req.is('json') !== false && typeof req.body === 'object' && req.body !== null && !Buffer.isBuffer(req.body);
}
