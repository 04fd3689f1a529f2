import type { FrameClock } from './frames.ts';

/**
 * Keeps a video on whole frames. `changed` is called whenever the frame that is seen is another one: while playing
 * once per picture of the screen, since the video's own events come four times a second.
 */
export class Transport {
  readonly #video: HTMLVideoElement;
  readonly #changed: () => void;
  readonly #over = new AbortController();
  clock: FrameClock | undefined;
  #frame = 0;

  constructor(video: HTMLVideoElement, changed: () => void) {
    this.#video = video;
    this.#changed = changed;
    const { signal } = this.#over;
    video.addEventListener('play', () => this.#follow(), { signal });
    for (const type of ['pause', 'seeked', 'timeupdate', 'loadedmetadata', 'durationchange', 'volumechange'] as const) {
      video.addEventListener(type, () => this.#read(), { signal });
    }
  }

  get frame(): number {
    return this.#frame;
  }

  /** 0 until the video has said how long it is. */
  get frames(): number {
    const { duration } = this.#video;
    return this.clock && Number.isFinite(duration) ? Math.round(duration * this.clock.framesPerSecond) : 0;
  }

  get isPaused(): boolean {
    return this.#video.paused;
  }

  toggle(): void {
    // Refused where nothing can be played; that is said elsewhere.
    if (this.#video.paused) this.#video.play().catch(() => this.#changed());
    else this.#video.pause();
  }

  pause(): void {
    this.#video.pause();
  }

  /** Stops there. */
  seek(frame: number): void {
    if (!this.clock) return;
    this.#video.pause();
    const last = Math.max(this.frames - 1, 0);
    this.#frame = Math.max(this.frames ? Math.min(frame, last) : frame, 0);
    this.#video.currentTime = this.clock.secondsOf(this.#frame);
    this.#changed();
  }

  end(): void {
    this.#over.abort();
  }

  #follow(): void {
    if (this.#over.signal.aborted) return;
    this.#read();
    if (!this.#video.paused) requestAnimationFrame(() => this.#follow());
  }

  #read(): void {
    // While a seek is under way the frame is where it goes.
    if (this.clock && !this.#video.seeking) this.#frame = this.clock.frameAt(this.#video.currentTime);
    this.#changed();
  }
}
