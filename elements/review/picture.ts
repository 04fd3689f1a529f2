import { html } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import type { ReviewComment } from '../../server/contract/review-record.ts';
import { define, FrameioElement } from '../shared/frameio-element.ts';
import { tokens } from '../shared/tokens.ts';
import { parseAnnotation } from './annotation.ts';
import { drawing } from './drawing.ts';
import { pictureStyles } from './player-styles.ts';

/** A still picture with the drawing of the comment that is chosen. */
export class Picture extends FrameioElement {
  static override styles = [tokens, pictureStyles];
  static override properties = {
    src: { type: String },
    name: { type: String },
    comment: { attribute: false },
    ratio: { state: true },
  };

  declare src: string;
  declare name: string;
  declare comment: ReviewComment | undefined;
  declare private ratio: number;

  constructor() {
    super();
    this.src = '';
    this.name = '';
    this.comment = undefined;
    this.ratio = 16 / 9;
  }

  override render(): unknown {
    return html`
      <div class="stage">
        <div class="picture" style=${styleMap({ '--ratio': String(this.ratio) })}>
          <img src=${this.src} alt=${this.name} @load=${this.#measure} />
          ${drawing(parseAnnotation(this.comment?.annotation), this.ratio)}
        </div>
      </div>
    `;
  }

  readonly #measure = ({ target }: Event) => {
    const { naturalWidth, naturalHeight } = target as HTMLImageElement;
    if (naturalHeight > 0) this.ratio = naturalWidth / naturalHeight;
  };
}

define('nuxeo-frameio-picture', Picture);
