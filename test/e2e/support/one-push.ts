import { beforeEach, expect } from 'vitest';
import { documentOf, type JobSeen } from '../../../sandbox/demo/watching.ts';
import { seededDigest } from '../../../sandbox/shared/seeded-bytes.ts';
import { jobThat } from './jobs.ts';
import { filesNamed, makeDocument, push, type MadeDocument } from './things.ts';
import type { World } from './world.ts';

const MEGABYTE = 1_000_000;
/** Of the document that is pushed, in bytes: six parts. */
export const SIZE = 6 * MEGABYTE;
const SLOW_PART = MEGABYTE / 8;
/** Of a push that is slowed down. */
export const SLOW_PARTS = SIZE / SLOW_PART;

export interface OnePush {
  /** Made anew for each test. */
  readonly document: () => MadeDocument;
  /** Answers the job's id. */
  start(): Promise<string>;
  /** Four rounds of parts, a second each, twelve on their way at a time: there is a middle in which something can happen. */
  slowly(): Promise<void>;
  /** Some bytes have left, and most have not. */
  underWay(id: string): Promise<JobSeen>;
  replaceFile(seed: string, size: number): Promise<void>;
  /** One file in Frame.io with exactly the document's bytes, and the lock of who pushed. */
  isThere(seed?: string, size?: number): Promise<void>;
  /** As if nobody had pushed. */
  isNotThere(): Promise<void>;
}

/** A document of ana's for each test, of some size, and what its push came to. */
export function useOnePush(world: () => World): OnePush {
  let document: MadeDocument | undefined;
  const made = () => document as MadeDocument;
  beforeEach(async () => {
    const { standIns } = world();
    document = await makeDocument(standIns, { size: SIZE });
    await standIns.frameioSwitches({ partSize: MEGABYTE });
  });

  return {
    document: made,
    async start() {
      const { jobs } = await push(world().ana, [made().uid]);
      return String(jobs[0]?.id);
    },
    async slowly() {
      const throttle = { bytesPerSecondPerConnection: SLOW_PART, requestDelayMs: 0 };
      await world().standIns.frameioSwitches({ partSize: SLOW_PART, throttle });
    },
    underWay(id) {
      const hasBegun = (job: JobSeen & { bytesDone?: number }) => job.state === 'active' && Number(job.bytesDone) > 0;
      return jobThat('is under way', world().ana, id, hasBegun);
    },
    async replaceFile(seed, size) {
      const blob = { uid: made().uid, seed, size, name: made().fileName, digest: true };
      await world().standIns.control('nuxeo', 'POST', 'blobs', blob);
    },
    async isThere(seed = made().title, size = SIZE) {
      const { ana, cleoThere, standIns } = world();
      const { lockOwner, properties } = await documentOf(ana, made().uid);
      expect(lockOwner).toBe('ana');
      const files = await filesNamed(cleoThere, made().fileName);
      expect(files.map((file) => file.id)).toEqual([properties['frameioasset:fileId']]);
      const digest = await standIns.control('frameio', 'GET', `files/${String(files[0]?.id)}/digest`);
      expect(digest).toMatchObject({ sha256: await seededDigest(seed, size, 'sha256') });
    },
    async isNotThere() {
      const { ana, cleoThere } = world();
      expect((await documentOf(ana, made().uid)).lockOwner).toBeUndefined();
      expect(await filesNamed(cleoThere, made().fileName)).toEqual([]);
    },
  };
}
