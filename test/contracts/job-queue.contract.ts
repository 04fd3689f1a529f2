import { setTimeout as delay } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { NewJob } from '../../server/domain/job.ts';
import type { JobQueue } from '../../server/ports/job-queue.ts';

const push: NewJob = { kind: 'push-document', person: 'ana', title: 'Trailer', payload: {} };

/** What every queue does with jobs that nobody runs yet: the real one and the one in memory. */
export function jobQueueContract(name: string, makeQueue: () => Promise<JobQueue>): void {
  describe(`the queue, ${name}`, () => {
    let queue: JobQueue;
    beforeEach(async () => {
      queue = await makeQueue();
    });

    it('keeps what is asked for, as JSON would', async () => {
      const payload = { rendition: undefined, options: { note: 'x' }, list: [1, null] };
      const more = { batchId: 'b', documentUid: 'd', bindingId: 'f', bytesTotal: 7 };
      const { id } = await queue.enqueue({ ...push, ...more, payload });
      expect(await queue.get(id)).toMatchObject({
        ...{ kind: 'push-document', person: 'ana', title: 'Trailer', state: 'created', attempt: 0, ...more },
        ...{ memory: {}, notes: [], bytesDone: 0, endedAt: undefined, waitingSince: undefined, failure: undefined },
      });
      expect((await queue.get(id))?.payload).toEqual({ options: { note: 'x' }, list: [1, null] });
    });

    it('knows nothing of a job that was never there', async () => {
      expect(await queue.get('00000000-0000-4000-8000-000000000000')).toBeUndefined();
    });

    it('gives the job that is there for the same key, whatever became of it', async () => {
      const { id } = await queue.enqueue({ ...push, key: 'k' });
      expect((await queue.enqueue({ ...push, key: 'k', title: 'Another' })).title).toBe('Trailer');
      await queue.cancel(id);
      expect(await queue.enqueue({ ...push, key: 'k' })).toMatchObject({ id, state: 'cancelled' });
      expect((await queue.enqueue({ ...push, key: 'l' })).id).not.toBe(id);
    });

    it('lists newest first, as few as asked for, and older than a moment', async () => {
      const titles = ['one', 'two', 'three'];
      for (const title of titles) {
        await queue.enqueue({ ...push, title });
        await delay(2);
      }
      const listed = await queue.list({});
      expect(listed.map(({ title }) => title)).toEqual(['three', 'two', 'one']);
      expect(await queue.list({ limit: 2 })).toEqual(listed.slice(0, 2));
      const [newest] = listed;
      expect(await queue.list({ before: newest?.createdAt ?? new Date() })).toEqual(listed.slice(1));
    });

    it('lists what belongs to a person, document, binding or click, and what is open', async () => {
      const theirs = { person: 'ben', documentUid: 'd', bindingId: 'f', batchId: 'b' };
      const { id } = await queue.enqueue({ ...push, ...theirs });
      await queue.enqueue(push);
      for (const [key, value] of Object.entries(theirs)) {
        expect((await queue.list({ [key]: value })).map((job) => job.id)).toEqual([id]);
      }
      expect(await queue.list({ person: 'ben', documentUid: 'other' })).toEqual([]);
      expect(await queue.list({ waiting: true })).toEqual([]);
      expect(await queue.list({ begun: true })).toEqual([]);
      await queue.cancel(id);
      expect(await queue.list({ person: 'ben', open: true })).toEqual([]);
      expect(await queue.list({ open: true })).toHaveLength(1);
    });

    it('cancels at once what has not begun, and once', async () => {
      const { id } = await queue.enqueue(push);
      expect(await queue.cancel(id)).toMatchObject({ state: 'cancelled', endedAt: expect.any(Date) as Date });
      await expect(queue.cancel(id)).rejects.toMatchObject({ code: 'job-not-cancellable' });
    });

    it('starts again what was cancelled, and not what is to be started anyway', async () => {
      const { id } = await queue.enqueue(push);
      await expect(queue.retry(id)).rejects.toMatchObject({ code: 'job-not-retryable' });
      await queue.cancel(id);
      expect(await queue.retry(id)).toMatchObject({ state: 'retry', endedAt: undefined, failure: undefined });
      expect(await queue.list({ open: true })).toHaveLength(1);
    });

    it('knows what it is asked to cancel or to start again', async () => {
      const unknown = '00000000-0000-4000-8000-000000000000';
      await expect(queue.cancel(unknown)).rejects.toMatchObject({ code: 'job-not-found' });
      await expect(queue.retry(unknown)).rejects.toMatchObject({ code: 'job-not-found' });
    });
  });
}
