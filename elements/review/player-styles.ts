import { css } from 'lit';

/** The picture, whatever it is, with its drawings in the same place. */
export const pictureStyles = css`
  :host {
    display: block;
    min-width: 0;
  }
  .stage {
    background: #000;
    border-radius: 4px;
    display: flex;
    justify-content: center;
    overflow: hidden;
  }
  .picture {
    aspect-ratio: var(--ratio);
    position: relative;
    width: min(100%, min(var(--frameio-picture-height, 64vh), 720px) * var(--ratio));
  }
  .picture > video,
  .picture > img {
    display: block;
    height: 100%;
    object-fit: fill;
    width: 100%;
  }
  .drawing {
    height: 100%;
    inset: 0;
    overflow: hidden;
    pointer-events: none;
    position: absolute;
    width: 100%;
  }
`;

export const playerStyles = css`
  ${pictureStyles}
  :host {
    container-type: inline-size;
  }
  .player {
    background: var(--frameio-box);
    display: grid;
    gap: 8px;
  }
  video {
    cursor: pointer;
  }
  .timeline {
    margin-top: 4px;
    padding-top: 18px;
    position: relative;
  }
  .timeline input {
    background: none;
    cursor: pointer;
    display: block;
    height: 20px;
    margin: 0;
    width: 100%;
  }
  .marks {
    /* The middle of the thumb is half its width away from the ends. */
    inset: 0 8px auto;
    height: 16px;
    position: absolute;
  }
  .mark {
    background: var(--frameio-accent);
    border: 2px solid var(--frameio-box);
    border-radius: 8px;
    box-sizing: content-box;
    cursor: pointer;
    height: 12px;
    margin-left: -6px;
    min-width: 8px;
    padding: 0;
    position: absolute;
    top: 0;
  }
  .mark.completed {
    background: var(--frameio-ok);
  }
  .mark:hover,
  .mark[aria-current] {
    border-color: var(--frameio-text);
    z-index: 1;
  }
  .controls {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
  }
  .control {
    align-items: center;
    background: none;
    border: 0;
    border-radius: 4px;
    color: inherit;
    cursor: pointer;
    display: inline-flex;
    height: 36px;
    justify-content: center;
    padding: 0;
    width: 36px;
  }
  .control:hover {
    background: var(--frameio-tint);
  }
  .clock {
    font-feature-settings: 'tnum';
    font-size: 14px;
    font-variant-numeric: tabular-nums;
    margin-inline-start: 8px;
  }
  .clock.total::before {
    content: '/ ';
  }
  @container (max-width: 432px) {
    .clock.total {
      display: none;
    }
    .controls {
      gap: 0;
    }
    .clock {
      font-size: 13px;
      margin-inline-start: 4px;
    }
  }
  .space {
    flex: 1;
  }
  :fullscreen {
    align-content: center;
    padding: 16px;
  }
  :fullscreen .picture {
    width: min(100%, (100vh - 144px) * var(--ratio));
  }
`;
