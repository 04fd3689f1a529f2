import { css } from 'lit';

export const treeStyles = css`
  :host {
    display: grid;
    gap: 0.5rem;
    min-width: 0;
  }
  .tree {
    border: 1px solid var(--frameio-control-line);
    border-radius: 4px;
    height: var(--frameio-tree-height, 11.5rem);
    overflow: auto;
    overscroll-behavior: contain;
    padding: 0.25rem;
    position: relative;
  }
  .row {
    align-items: center;
    border-radius: 4px;
    contain-intrinsic-height: 2rem;
    content-visibility: auto;
    cursor: pointer;
    display: flex;
    font-size: 0.875rem;
    gap: 0.375rem;
    min-height: 2rem;
    padding-inline: calc((var(--level) - 1) * 1.125rem + 0.25rem) 0.5rem;
  }
  .row:hover {
    background: var(--frameio-tint);
  }
  .row[aria-selected='true'] {
    background: color-mix(in srgb, var(--frameio-accent) 16%, transparent);
    font-weight: 600;
  }
  .row[aria-disabled='true'] {
    cursor: default;
  }
  .tree:focus-visible {
    outline-offset: 1px;
  }
  .tree:focus-visible .row.active {
    box-shadow: inset 0 0 0 2px var(--frameio-accent);
  }
  .twisty {
    flex: none;
    height: 1.25rem;
    transition: transform 120ms;
    width: 1.25rem;
  }
  .row[aria-expanded='true'] > .twisty {
    transform: rotate(90deg);
  }
  .kind,
  .twisty {
    display: flex;
  }
  .kind {
    color: var(--frameio-muted);
    flex: none;
  }
  .kind svg,
  .twisty svg {
    height: 1.25rem;
    width: 1.25rem;
  }
  .name {
    flex: 0 1 auto;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .detail {
    color: var(--frameio-muted);
    flex: none;
    font-size: 0.8125rem;
    font-weight: 400;
    margin-inline-start: auto;
    padding-inline-start: 0.5rem;
  }
  .aside {
    color: var(--frameio-muted);
  }
  .box {
    border: 2px solid var(--frameio-control-line);
    border-radius: 3px;
    flex: none;
    height: 1.0625rem;
    position: relative;
    width: 1.0625rem;
  }
  [aria-checked='true'] > .box,
  [aria-checked='mixed'] > .box {
    background: var(--frameio-accent);
    border-color: var(--frameio-accent);
  }
  [aria-checked='true'] > .box::after {
    border: solid var(--nuxeo-button-primary-text, #fff);
    border-width: 0 2px 2px 0;
    content: '';
    height: 0.625rem;
    left: 0.25rem;
    position: absolute;
    top: 0;
    transform: rotate(45deg);
    width: 0.3125rem;
  }
  [aria-checked='mixed'] > .box::after {
    background: var(--nuxeo-button-primary-text, #fff);
    content: '';
    height: 2px;
    inset: 50% 0.1875rem auto;
    position: absolute;
    transform: translateY(-50%);
  }
  [aria-disabled='true'] > .box {
    opacity: 0.5;
  }
  @media (prefers-reduced-motion: reduce) {
    .twisty {
      transition: none;
    }
  }
`;
