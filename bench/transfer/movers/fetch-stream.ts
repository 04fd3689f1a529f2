import { onLanes, runMover } from './mover.ts';

// The platform's own way: the body of one fetch is the body of the other.

await runMover((job) =>
  onLanes(job, async ({ index, start, end, length }) => {
    const part = await fetch(job.from, { headers: { range: `bytes=${start}-${end}` } });
    const init = { method: 'PUT', body: part.body, duplex: 'half', headers: { 'content-length': String(length) } };
    const answer = await fetch(`${job.to}/${index}`, init as RequestInit);
    await answer.text();
    if (!answer.ok) throw new Error(`the sink said ${answer.status}`);
  }),
);
