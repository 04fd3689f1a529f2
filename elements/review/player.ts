import { html, nothing, type PropertyValues } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { keyed } from 'lit/directives/keyed.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { ReviewComment } from '../../server/contract/review-record.ts';
import { define, FrameioElement } from '../shared/frameio-element.ts';
import { buttons, text } from '../shared/styles.ts';
import { tokens } from '../shared/tokens.ts';
import { parseAnnotation, type Shape } from './annotation.ts';
import { drawing } from './drawing.ts';
import { isAround, type FrameClock } from './frames.ts';
import { backIcon, mutedIcon, onIcon, pauseIcon, playIcon, screenIcon, soundIcon } from './icons.ts';
import type { VideoSource } from './media.ts';
import { playerStyles } from './player-styles.ts';
import { Transport } from './transport.ts';

/**
 * The video with a timeline of frames, the comments as marks on it, and their drawings over the picture.
 * Fires `frameio-comment-chosen {id}` when a mark is clicked.
 */
export class Player extends FrameioElement {
  static override styles = [tokens, text, buttons, playerStyles];
  static override properties = {
    sources: { attribute: false },
    clock: { attribute: false },
    comments: { attribute: false },
    ratio: { type: Number },
    selected: { type: String },
    cannotPlay: { state: true },
  };

  declare sources: readonly VideoSource[];
  declare clock: FrameClock | undefined;
  declare comments: readonly ReviewComment[];
  /** Of the picture, until the video tells. */
  declare ratio: number;
  declare selected: string | undefined;
  declare private cannotPlay: boolean;
  #transport: Transport | undefined;
  readonly #shapes = new WeakMap<ReviewComment, Shape[]>();

  constructor() {
    super();
    this.sources = [];
    this.clock = undefined;
    this.comments = [];
    this.ratio = 16 / 9;
    this.selected = undefined;
    this.cannotPlay = false;
  }

  /** Jumps to a comment's frame and stops there. */
  show(comment: ReviewComment): void {
    const frame = this.clock?.frameOf(comment);
    if (frame !== undefined) this.#transport?.seek(frame);
  }

  pause(): void {
    this.#transport?.pause();
  }

  override disconnectedCallback(): void {
    this.#transport?.pause();
    super.disconnectedCallback();
  }

  protected override updated(changed: PropertyValues): void {
    const video = this.#video;
    if (video && changed.has('sources')) {
      this.#transport?.end();
      this.#transport = new Transport(video, () => this.requestUpdate());
      this.cannotPlay = false;
    }
    if (this.#transport && this.#transport.clock !== this.clock) {
      this.#transport.clock = this.clock;
      this.requestUpdate();
    }
  }

  override render(): unknown {
    return html`
      <div class="player" role="group" aria-label=${this.i18n('frameio.review.player')} @keydown=${this.#key}>
        <div class="stage">
          <div class="picture" style=${styleMap({ '--ratio': String(this.#ratio()) })}>${this.#picture()}</div>
        </div>
        ${this.cannotPlay ? html`<p class="notice" role="alert">${this.i18n('frameio.review.cannot-play')}</p>` : nothing}
        ${this.#timeline()} ${this.#controls()}
      </div>
    `;
  }

  #picture(): unknown {
    const video = html`
      <video
        playsinline
        preload="metadata"
        aria-label=${this.i18n('frameio.review.player')}
        @click=${() => this.#transport?.toggle()}
        @loadedmetadata=${() => (this.cannotPlay = false)}
        @error=${() => (this.cannotPlay = true)}
      >
        ${this.sources.map(
          ({ src, type }, index) => html`
            <source
              src=${src}
              type=${type ?? nothing}
              @error=${() => (this.cannotPlay = index === this.sources.length - 1)}
            />
          `,
        )}
      </video>
    `;
    return [keyed(this.sources, video), drawing(this.#visibleShapes(), this.#ratio())];
  }

  /** Of the comments around the frame that a paused video shows. */
  #visibleShapes(): Shape[] {
    const { clock } = this;
    if (!clock || !this.#transport?.isPaused) return [];
    const { frame } = this.#transport;
    const around = this.comments.filter((one) => one.annotation !== undefined && isAround(clock, one, frame));
    const chosen = around.filter(({ id }) => id === this.selected);
    return (chosen.length ? chosen : around).flatMap((comment) => this.#shapesOf(comment));
  }

  #shapesOf(comment: ReviewComment): Shape[] {
    const shapes = this.#shapes.get(comment) ?? parseAnnotation(comment.annotation);
    this.#shapes.set(comment, shapes);
    return shapes;
  }

  #timeline(): unknown {
    const { clock } = this;
    if (!clock) return nothing;
    const frames = this.#transport?.frames ?? 0;
    const frame = this.#transport?.frame ?? 0;
    return html`
      <div class="timeline">
        <div class="marks">
          ${guard([this.comments, clock, frames, this.selected], () => this.#marks(clock, frames))}
        </div>
        <input
          type="range"
          min="0"
          max=${Math.max(frames - 1, 0)}
          .value=${String(frame)}
          aria-label=${this.i18n('frameio.review.timeline')}
          aria-valuetext=${clock.timecodeOf(frame)}
          ?disabled=${frames === 0}
          @input=${(event: Event) => this.#transport?.seek(Number((event.target as HTMLInputElement).value))}
        />
      </div>
    `;
  }

  /** For the mouse only: the list of comments does the same for the keyboard. */
  #marks(clock: FrameClock, frames: number): unknown {
    if (frames === 0) return nothing;
    const share = (count: number) => `${Math.min(count / Math.max(frames - 1, 1), 1) * 100}%`;
    return this.comments.map((comment) => {
      const frame = clock.frameOf(comment);
      if (frame === undefined || frame >= frames) return nothing;
      const classes = `mark ${comment.completedAt === undefined ? '' : 'completed'}`;
      return html`<button
        type="button"
        tabindex="-1"
        class=${classes}
        style=${styleMap({ left: share(frame), width: share((comment.durationInFrames ?? 1) - 1) })}
        aria-label=${this.i18n('frameio.review.mark', clock.timecodeOf(frame), comment.author)}
        aria-current=${comment.id === this.selected ? 'true' : nothing}
        title="${comment.author}: ${comment.text.slice(0, 120)}"
        @click=${() => this.emit('frameio-comment-chosen', { id: comment.id })}
      ></button>`;
    });
  }

  #controls(): unknown {
    const { clock } = this;
    const transport = this.#transport;
    const isPaused = transport?.isPaused ?? true;
    const isMuted = this.#video?.muted ?? false;
    return html`
      <div class="controls">
        ${this.#control(isPaused ? 'play' : 'pause', isPaused ? playIcon : pauseIcon, () => transport?.toggle())}
        ${
          clock
            ? html`
                ${this.#control('back', backIcon, () => this.#step(-1))}
                ${this.#control('on', onIcon, () => this.#step(1))}
                <span class="clock">${clock.timecodeOf(transport?.frame ?? 0)}</span>
                <span class="clock muted total">${clock.timecodeOf(Math.max((transport?.frames ?? 0) - 1, 0))}</span>
              `
            : nothing
        }
        <span class="space"></span>
        ${this.#control(isMuted ? 'unmute' : 'mute', isMuted ? mutedIcon : soundIcon, () => this.#toggleSound())}
        ${this.#control('screen', screenIcon, () => this.#toggleScreen())}
      </div>
    `;
  }

  #control(name: ControlName, icon: unknown, act: () => void): unknown {
    const label = this.i18n(controlLabels[name]);
    return html`<button type="button" class="control ${name}" aria-label=${label} title=${label} @click=${act}>
      ${icon}
    </button>`;
  }

  readonly #key = (event: KeyboardEvent) => {
    const isButton = event.composedPath()[0] instanceof HTMLButtonElement;
    if (event.key === ' ' && !isButton) this.#transport?.toggle();
    else if (event.key === 'ArrowLeft') this.#step(event.shiftKey ? -10 : -1);
    else if (event.key === 'ArrowRight') this.#step(event.shiftKey ? 10 : 1);
    else return;
    event.preventDefault();
  };

  #step(frames: number): void {
    this.#transport?.seek(this.#transport.frame + frames);
  }

  #toggleSound(): void {
    if (this.#video) this.#video.muted = !this.#video.muted;
  }

  #toggleScreen(): void {
    const player = this.renderRoot.querySelector('.player');
    // Where the browser does not allow it, the picture stays as it is.
    const done = document.fullscreenElement ? document.exitFullscreen() : player?.requestFullscreen();
    done?.catch(() => undefined);
  }

  #ratio(): number {
    const { videoWidth = 0, videoHeight = 0 } = this.#video ?? {};
    return videoWidth > 0 && videoHeight > 0 ? videoWidth / videoHeight : this.ratio;
  }

  get #video(): HTMLVideoElement | null {
    return this.renderRoot.querySelector('video');
  }
}

type ControlName = keyof typeof controlLabels;

const controlLabels = {
  play: 'frameio.review.control.play',
  pause: 'frameio.review.control.pause',
  back: 'frameio.review.control.back',
  on: 'frameio.review.control.on',
  mute: 'frameio.review.control.mute',
  unmute: 'frameio.review.control.unmute',
  screen: 'frameio.review.control.screen',
} as const;

define('nuxeo-frameio-player', Player);
