import { css } from 'lit';

/** The browser's own bar, in the theme's colours and without a frame. */
export const progressBar = css`
  progress {
    appearance: none;
    background: var(--frameio-line);
    border: 0;
    border-radius: 4px;
    display: block;
    height: 6px;
    overflow: clip;
    width: 100%;
  }
  progress::-webkit-progress-bar {
    background: transparent;
  }
  progress::-webkit-progress-value {
    background: var(--frameio-accent);
    transition: inline-size 300ms linear;
  }
  progress::-moz-progress-bar {
    background: var(--frameio-accent);
  }
  progress.quiet {
    opacity: 0.6;
  }
`;
