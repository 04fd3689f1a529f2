import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { HttpCall } from './adapters/http/create-http-client.ts';
import { isOver, type Job } from './domain/job.ts';

/** Figures for Prometheus: requests in, calls out, jobs. */
export interface Metrics {
  readonly middleware: RequestHandler;
  readonly handler: RequestHandler;
  /** One of our calls to Nuxeo, Frame.io or Adobe. */
  readonly called: (call: HttpCall) => void;
  /** A job changed. */
  readonly jobChanged: (job: Job) => void;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'frameio_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 5],
    registers,
  });
  const calls = new Histogram({
    name: 'frameio_call_seconds',
    help: 'Time of a call to another system until its answer began',
    labelNames: ['operation', 'status'],
    buckets: [0.02, 0.1, 0.5, 2, 10, 60],
    registers,
  });
  const jobs = new Counter({
    name: 'frameio_jobs_total',
    help: 'Jobs that ended',
    labelNames: ['kind', 'state'],
    registers,
  });
  const waiting = new Gauge({
    name: 'frameio_jobs_waiting',
    help: 'Jobs seen waiting for a person',
    labelNames: ['kind'],
    registers,
  });
  const seenWaiting = new Map<string, Job>();

  return {
    middleware: (req, res, next) => {
      const end = requests.startTimer({ method: req.method });
      res.on('finish', () => end({ status: res.statusCode }));
      next();
    },
    handler: async (_req, res) => {
      res.type(registry.contentType).send(await registry.metrics());
    },
    called: ({ operation, status, failure, durationMs }) => {
      calls.observe({ operation, status: status ?? failure ?? 'failed' }, durationMs / 1000);
    },
    jobChanged: (job) => {
      if (isOver(job)) jobs.inc({ kind: job.kind, state: job.state });
      if (job.waitingSince && !isOver(job)) seenWaiting.set(job.id, job);
      else seenWaiting.delete(job.id);
      waiting.reset();
      for (const one of seenWaiting.values()) waiting.inc({ kind: one.kind });
    },
  };
}
