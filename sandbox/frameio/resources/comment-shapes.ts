import { unprocessable } from '../errors.ts';
import { isTimed } from '../media-types.ts';
import type { Attachment, Comment, FileAsset } from '../model.ts';
import { partSizes } from '../pipeline.ts';
import type { Sandbox } from '../sandbox.ts';
import { presentUser } from '../shapes.ts';
import { fromTimecode, toTimecode } from '../timecode.ts';

export interface CommentView {
  timecode: boolean;
  owner: boolean;
  replies: boolean;
}

/** For media whose own rate is not known yet. */
const ASSUMED_FRAME_RATE = 24;

/** The zero-based frame of a timestamp as the API takes it: a number counted from the switch's base, or a timecode. */
export function frameOf(sandbox: Sandbox, file: FileAsset, timestamp: number | string | null): number | null {
  if (timestamp === null) return null;
  if (!isTimed(file.mediaType)) throw refused('Timestamps are only allowed for audio and video');
  const frame =
    typeof timestamp === 'number'
      ? Math.max(timestamp - sandbox.switches.frameBase, 0)
      : fromTimecode(timestamp, file.media.frameRate ?? ASSUMED_FRAME_RATE);
  if (frame === undefined) throw refused('Invalid format. Expected :"HH:MM:SS:FF"');
  const { frames } = file.media;
  if (frames !== undefined && frame >= frames) throw refused('Timestamp is outside of the media');
  return frame;
}

const refused = (detail: string) => unprocessable(detail, '/data/timestamp');

export function presentComment(sandbox: Sandbox, comment: Comment, view: CommentView): object {
  return {
    id: comment.id,
    file_id: comment.fileId,
    text: comment.text,
    timestamp: presentTimestamp(sandbox, comment, view.timecode),
    duration: comment.duration,
    page: comment.page,
    annotation: comment.annotation,
    anchor: comment.anchor,
    completed_at: comment.completedAt,
    completer_id: comment.completerId,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    text_edited_at: comment.textEditedAt,
    attachments: comment.attachments.map((attachment) => presentAttachment(sandbox, attachment)),
    links: comment.links,
    mentions: mentionsIn(sandbox, comment.text),
    text_review_annotation: comment.textReview,
    ...(view.owner ? owner(sandbox, comment) : {}),
    ...(view.replies ? { replies: repliesTo(sandbox, comment, view) } : {}),
  };
}

function owner({ world, switches }: Sandbox, { ownerId }: Comment) {
  const person = ownerId === undefined ? undefined : world.people.get(ownerId);
  if (person) return { owner: presentUser(person) };
  return switches.guestOwner === 'null' ? { owner: null } : {};
}

function repliesTo(sandbox: Sandbox, comment: Comment, view: CommentView): object[] {
  return sandbox.world
    .commentsOf(comment.fileId)
    .filter(({ parentId }) => parentId === comment.id)
    .map((reply) => presentComment(sandbox, reply, { ...view, replies: false }));
}

function presentTimestamp({ world, switches }: Sandbox, { frame, fileId }: Comment, timecode: boolean) {
  const file = world.asset(fileId);
  if (frame === null || file?.type !== 'file') return null;
  if (!timecode) return frame + switches.frameBase;
  return toTimecode(frame, file.media.frameRate ?? ASSUMED_FRAME_RATE, switches.dropFrameTimecode);
}

/** Plain strings, unlike the upload URLs of files. */
export function presentAttachment({ storage, switches }: Sandbox, attachment: Attachment) {
  const { id, name, mediaType, size, createdAt } = attachment;
  const upload_urls = partSizes(size, switches.partSize).map((length, index) => {
    const path = `/attachments/${id}/part_${String(index + 1)}`;
    return storage.url + storage.presigner.upload(path, mediaType, length, switches.uploadUrlTtlSeconds);
  });
  return { id, name, media_type: mediaType, file_size: size, created_at: createdAt, upload_urls };
}

/** `@Ana Duarte` names a person. */
function mentionsIn({ world }: Sandbox, text: string) {
  return [...world.people.values()].flatMap(({ id, name }) => {
    const start = text.indexOf(`@${name}`);
    return start < 0 ? [] : [{ user_id: id, text: name, start_index: start, end_index: start + name.length + 1 }];
  });
}
