import type { ReviewDocument } from './document.ts';
import { frameClock, type FrameClock } from './frames.ts';
import { framesPerSecond, pictureSource, videoSources, type VideoSource } from './media.ts';
import type { StoredRecord } from './record.ts';

/** What is on the screen: a document as it is now, or one of its versions. */
export interface Shown {
  readonly document: ReviewDocument;
  readonly record: StoredRecord | undefined;
  /** Of a video. */
  readonly sources: readonly VideoSource[];
  /** Of a still picture. */
  readonly picture: string | undefined;
  /** Absent where there are no frames to jump to. */
  readonly clock: FrameClock | undefined;
}

export function shownOf(document: ReviewDocument, record: StoredRecord | undefined): Shown {
  const sources = videoSources(document);
  const rate = framesPerSecond(document, record?.fps);
  return {
    document,
    record,
    sources,
    picture: sources.length ? undefined : pictureSource(document),
    clock: sources.length && rate !== undefined ? frameClock(rate, record?.comments ?? []) : undefined,
  };
}
