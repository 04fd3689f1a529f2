import { css } from 'lit';

export const commentStyles = css`
  .tools {
    display: grid;
    gap: 0.5rem;
  }
  .filters {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem;
  }
  .filters button {
    background: none;
    border: 1px solid var(--frameio-line);
    border-radius: 1rem;
    color: inherit;
    cursor: pointer;
    font: inherit;
    font-size: 0.8125rem;
    line-height: 1.25rem;
    padding: 0.1875rem 0.75rem;
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
    max-height: var(--frameio-comments-height, 40rem);
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 0;
  }
  .comment {
    border-bottom: 1px solid var(--frameio-line);
    border-inline-start: 3px solid transparent;
    contain-intrinsic-size: auto 6rem;
    content-visibility: auto;
    padding: 0.75rem 0.5rem 0.75rem 0.75rem;
  }
  .comment[aria-current] {
    background: var(--frameio-tint);
    border-inline-start-color: var(--frameio-accent);
  }
  .byline {
    align-items: baseline;
    display: flex;
    flex-wrap: wrap;
    font-size: 0.875rem;
    gap: 0 0.5rem;
    line-height: 1.5;
    overflow-wrap: anywhere;
  }
  .where {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 0.75rem;
  }
  .time,
  .done {
    align-items: center;
    display: inline-flex;
    font-size: 0.8125rem;
    gap: 0.25rem;
    min-height: 1.5rem;
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
    height: 1rem;
    width: 1rem;
  }
  .done svg {
    color: var(--frameio-ok);
  }
  .text {
    font-size: 0.9375rem;
    line-height: 1.45;
    margin: 0.125rem 0 0;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .replies {
    border-inline-start: 2px solid var(--frameio-line);
    display: grid;
    gap: 0.5rem;
    list-style: none;
    margin: 0.5rem 0 0;
    padding: 0 0 0 0.75rem;
  }
  .more {
    padding: 0.75rem;
    text-align: center;
  }
`;
