import { css } from 'lit';

export const commentStyles = css`
  .tools {
    display: grid;
    gap: 8px;
  }
  .filters {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
  }
  .filters button {
    background: none;
    border: 1px solid var(--frameio-line);
    border-radius: 16px;
    color: inherit;
    cursor: pointer;
    font: inherit;
    font-size: 12px;
    line-height: 20px;
    padding: 3px 12px;
  }
  .filters button[aria-pressed='true'] {
    background: var(--frameio-text);
    border-color: var(--frameio-text);
    color: var(--frameio-box);
  }
  .comments {
    display: block;
    list-style: none;
    margin: 0;
    max-height: var(--frameio-comments-height, 640px);
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 0;
  }
  .comment {
    border-bottom: 1px solid var(--frameio-line);
    border-inline-start: 3px solid transparent;
    contain-intrinsic-size: auto 96px;
    content-visibility: auto;
    padding: 12px 8px 12px 12px;
  }
  .comment[aria-current] {
    background: var(--frameio-tint);
    border-inline-start-color: var(--frameio-accent);
  }
  .byline {
    align-items: baseline;
    display: flex;
    flex-wrap: wrap;
    font-size: 13px;
    gap: 0 8px;
    line-height: 1.5;
    overflow-wrap: anywhere;
  }
  .where {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: 4px 12px;
  }
  .time,
  .done {
    align-items: center;
    display: inline-flex;
    font-size: 12px;
    gap: 4px;
    min-height: 24px;
  }
  .time {
    font-variant-numeric: tabular-nums;
    font-weight: 600;
  }
  button.time {
    background: none;
    border: 0;
    color: var(--nuxeo-link-color, var(--frameio-accent));
    cursor: pointer;
    font-family: inherit;
    margin: 0;
    padding: 0;
    text-decoration: underline;
    text-underline-offset: 0.15em;
  }
  .time svg,
  .done svg {
    height: 16px;
    width: 16px;
  }
  .done svg {
    color: var(--frameio-ok);
  }
  .text {
    font-size: 14px;
    line-height: 1.45;
    margin: 2px 0 0;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .replies {
    border-inline-start: 2px solid var(--frameio-line);
    display: grid;
    gap: 8px;
    list-style: none;
    margin: 8px 0 0;
    padding: 0 0 0 12px;
  }
  .more {
    padding: 12px;
    text-align: center;
  }
`;
