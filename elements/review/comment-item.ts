import { html, nothing, type TemplateResult } from 'lit';
import type { ReviewComment } from '../../server/contract/review-record.ts';
import { i18n } from '../shared/i18n.ts';
import { commentText } from './comment-text.ts';
import { formatMoment } from './fields.ts';
import { doneIcon, drawingIcon } from './icons.ts';
import { isOpen } from './record.ts';

export interface CommentContext {
  readonly timecode: string | undefined;
  readonly isSelected: boolean;
  /** Label of the version that a comment came after. */
  after(id: string): string | undefined;
  /** Absent where there is no frame to jump to. */
  readonly choose: (() => void) | undefined;
}

/** One thread. */
export function commentItem(comment: ReviewComment, context: CommentContext): TemplateResult {
  const classes = `comment ${isOpen(comment) ? '' : 'completed'}`;
  return html`
    <li class=${classes} data-id=${comment.id} aria-current=${context.isSelected ? 'true' : nothing}>
      ${byline(comment, context)}
      <div class="where">${place(comment, context)} ${completed(comment)}</div>
      <p class="text" dir="auto">${commentText(comment.text)}</p>
      ${
        comment.replies.length
          ? html`<ul class="replies" aria-label=${i18n('frameio.review.replies')}>
              ${comment.replies.map(
                (reply) =>
                  html`<li data-id=${reply.id}>
                    ${byline(reply, context)}
                    <p class="text" dir="auto">${commentText(reply.text)}</p>
                  </li>`,
              )}
            </ul>`
          : nothing
      }
    </li>
  `;
}

function byline({ id, author, createdAt }: ReviewComment, { after }: CommentContext): TemplateResult {
  const version = after(id);
  return html`
    <div class="byline">
      <strong>${author}</strong>
      ${createdAt ? html`<time class="hint" datetime=${createdAt}>${formatMoment(createdAt)}</time>` : nothing}
      ${version ? html`<span class="badge">${i18n('frameio.review.after-version', version)}</span>` : nothing}
    </div>
  `;
}

function place(comment: ReviewComment, { timecode, choose }: CommentContext): unknown {
  const words =
    timecode ?? (comment.page === undefined ? undefined : i18n('frameio.review.page', String(comment.page)));
  const content = html`${words} ${comment.annotation ? drawingIcon : nothing}`;
  if (!choose) return words === undefined ? nothing : html`<span class="time">${content}</span>`;
  const label = timecode === undefined ? i18n('frameio.review.show') : i18n('frameio.review.jump', timecode);
  return html`<button type="button" class="time" aria-label=${label} title=${label} @click=${choose}>
    ${content}
  </button>`;
}

function completed(comment: ReviewComment): unknown {
  return isOpen(comment) ? nothing : html`<span class="done">${doneIcon} ${i18n('frameio.review.completed')}</span>`;
}
