/** The review record as it is stored in Nuxeo, and the clock that its frames are counted by. */
export { frameOf, timecodeOf } from '../domain/timecode.ts';
export type { ReviewComment } from '../domain/comment.ts';
export type { CommentEntry, ReviewRecord } from '../domain/review-record.ts';
