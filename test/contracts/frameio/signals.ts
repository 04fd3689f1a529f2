import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { JobCancelled } from '../../../server/domain/errors.ts';
import { anySignal, collected, video, type FrameioContractWorld } from './world.ts';

export function signalFacts(world: () => FrameioContractWorld): void {
  describe('signals', () => {
    it('end everything that is asked under them, with their reason', async () => {
      const frameio = world().admin.withSignal(AbortSignal.abort(new JobCancelled()));
      const file = { ...world().account, fileId: randomUUID() };
      for (const question of [
        () => frameio.me(),
        () => frameio.files.get(file),
        () => frameio.files.delete(file),
        () => collected(frameio.folders.children(world().folder)),
        () => frameio.resolve({ ...world().account, type: 'file', id: file.fileId }),
      ]) {
        await expect(question()).rejects.toBeInstanceOf(JobCancelled);
      }
      expect((await world().admin.me()).name).toBe(world().adminName);
    });

    it('end what is read under them', async () => {
      const { admin, folder, studio } = world();
      const file = await admin.files.get(await studio.addVideo(folder, video()));
      const signal = AbortSignal.abort(new JobCancelled());
      await expect(admin.files.source(file).open({ start: 0, end: 9 }, signal)).rejects.toBeInstanceOf(JobCancelled);
    });

    it('add up', async () => {
      const inner = world().admin.withSignal(AbortSignal.abort(new JobCancelled())).withSignal(anySignal);
      await expect(inner.me()).rejects.toBeInstanceOf(JobCancelled);
    });
  });
}
