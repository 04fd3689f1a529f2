/** A comment of a review as it is kept with the version: a frame on a clock, never seconds. */
export interface ReviewComment {
  readonly id: string;
  readonly fileId: string;
  /** `Guest` where Frame.io names nobody. */
  readonly author: string;
  readonly authorEmail: string | undefined;
  readonly text: string;
  /** Zero-based frame, undefined for a comment on the whole file. */
  readonly frame: number | undefined;
  /** In frames. */
  readonly durationInFrames: number | undefined;
  /** `HH:MM:SS:FF` as Frame.io shows it. */
  readonly timecode: string | undefined;
  readonly page: number | undefined;
  readonly completedAt: string | undefined;
  /** Frame.io's own JSON of the drawing, a string. */
  readonly annotation: string | undefined;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly replies: readonly ReviewComment[];
}
