import { css } from 'lit';

export const treeStyles = css`
  :host {
    display: grid;
    gap: 8px;
    min-width: 0;
  }
  .tree {
    border: 1px solid var(--frameio-control-line);
    border-radius: 4px;
    height: var(--frameio-tree-height, 184px);
    overflow: auto;
    overscroll-behavior: contain;
    padding: 4px;
    position: relative;
  }
  .row {
    align-items: center;
    border-radius: 4px;
    contain-intrinsic-height: 32px;
    content-visibility: auto;
    cursor: pointer;
    display: flex;
    font-size: 13px;
    gap: 6px;
    min-height: 32px;
    padding-inline: calc((var(--level) - 1) * 18px + 4px) 8px;
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
    height: 20px;
    transition: transform 120ms;
    width: 20px;
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
    height: 20px;
    width: 20px;
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
    font-size: 12px;
    font-weight: 400;
    margin-inline-start: auto;
    padding-inline-start: 8px;
  }
  .aside {
    color: var(--frameio-muted);
  }
  .box {
    border: 2px solid var(--frameio-control-line);
    border-radius: 3px;
    flex: none;
    height: 17px;
    position: relative;
    width: 17px;
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
    height: 10px;
    left: 4px;
    position: absolute;
    top: 0;
    transform: rotate(45deg);
    width: 5px;
  }
  [aria-checked='mixed'] > .box::after {
    background: var(--nuxeo-button-primary-text, #fff);
    content: '';
    height: 2px;
    inset: 50% 3px auto;
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
