import { onLanes, runMover } from './mover.ts';

// What most upload helpers do: read a part into memory, then send it.

await runMover((job) =>
  onLanes(job, async ({ index, start, end }) => {
    const part = await fetch(job.from, { headers: { range: `bytes=${start}-${end}` } });
    const bytes = await part.arrayBuffer();
    const answer = await fetch(`${job.to}/${index}`, { method: 'PUT', body: bytes });
    await answer.text();
    if (!answer.ok) throw new Error(`the sink said ${answer.status}`);
  }),
);
