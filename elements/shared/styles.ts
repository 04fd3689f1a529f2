import { css } from 'lit';
import { tokens } from './tokens.ts';

export const text = css`
  h2,
  h3 {
    font-size: 18px;
    font-weight: 600;
    line-height: 1.3;
    margin: 0;
  }
  h3 {
    font-size: 15px;
  }
  p {
    margin: 0;
  }
  a {
    color: var(--nuxeo-link-color, var(--frameio-accent));
    text-decoration: underline;
    text-underline-offset: 0.15em;
  }
  .muted,
  .hint {
    color: var(--frameio-muted);
  }
  .hint {
    font-size: 12px;
    line-height: 1.4;
  }
  .error {
    color: var(--frameio-danger);
    font-size: 13px;
    line-height: 1.4;
  }
  .error:empty {
    display: none;
  }
  .visually-hidden {
    clip-path: inset(50%);
    height: 1px;
    overflow: hidden;
    position: absolute;
    white-space: nowrap;
    width: 1px;
  }
  .notice {
    border: 1px solid var(--frameio-line);
    border-inline-start: 4px solid var(--frameio-accent);
    border-radius: 4px;
    display: grid;
    gap: 8px;
    line-height: 1.45;
    overflow-wrap: anywhere;
    padding: 12px 16px;
  }
  .notice.bad {
    border-inline-start-color: var(--frameio-danger);
  }
  .notice.good {
    border-inline-start-color: var(--frameio-ok);
  }
  .badge {
    background: var(--frameio-tint);
    border: 1px solid var(--frameio-line);
    border-radius: 16px;
    font-size: 12px;
    line-height: 1.5;
    padding: 0 10px;
    white-space: nowrap;
  }
`;

export const buttons = css`
  .buttons {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
  }
  .button {
    align-items: center;
    background: transparent;
    border: 1px solid var(--frameio-control-line);
    border-radius: 4px;
    color: inherit;
    cursor: pointer;
    display: inline-flex;
    font: inherit;
    font-size: 13px;
    font-weight: 600;
    gap: 8px;
    justify-content: center;
    line-height: 20px;
    min-height: 36px;
    padding: 6px 16px;
    text-decoration: none;
  }
  .button:hover:not([aria-disabled='true'], :disabled) {
    background: var(--frameio-tint);
  }
  .button.primary {
    --paint: var(--nuxeo-button-primary, var(--frameio-accent));
    background: var(--paint);
    border-color: var(--frameio-accent);
    color: var(--nuxeo-button-primary-text, #fff);
  }
  .button.primary:hover:not([aria-disabled='true'], :disabled) {
    --paint: var(--nuxeo-button-primary-focus, var(--nuxeo-button-primary, var(--frameio-accent)));
    background: var(--paint);
  }
  /* Some themes put white on light blue: black or white, whichever can be read. */
  @supports (color: oklch(from red l c h)) {
    .button.primary {
      color: oklch(from var(--paint) clamp(0, (0.6 - l) * 1000, 1) 0 0);
    }
  }
  .button.danger {
    border-color: var(--frameio-danger);
    color: var(--frameio-danger);
  }
  .button.quiet {
    border-color: transparent;
    text-decoration: underline;
    text-underline-offset: 0.15em;
  }
  .button[aria-disabled='true'],
  .button:disabled {
    cursor: default;
    opacity: 0.55;
  }
  svg {
    flex: none;
  }
`;

export const forms = css`
  .form {
    display: grid;
    gap: 20px;
  }
  .field {
    border: 0;
    display: grid;
    gap: 6px;
    margin: 0;
    min-width: 0;
    padding: 0;
  }
  .label,
  legend {
    font-size: 13px;
    font-weight: 600;
    padding: 0;
  }
  .required::after {
    color: var(--frameio-danger);
    content: ' *';
  }
  input:not([type='checkbox'], [type='radio']),
  select,
  textarea {
    background: var(--frameio-box);
    border: 1px solid var(--frameio-control-line);
    border-radius: 4px;
    color: inherit;
    font: inherit;
    font-size: 14px;
    min-height: 36px;
    padding: 6px 10px;
    width: 100%;
  }
  ::placeholder {
    color: var(--frameio-muted);
    opacity: 1;
  }
  [aria-invalid='true'] {
    border-color: var(--frameio-danger) !important;
  }
  .choice {
    align-items: start;
    cursor: pointer;
    display: grid;
    gap: 2px 10px;
    grid-template-columns: auto minmax(0, 1fr);
    line-height: 1.4;
  }
  .choice input {
    height: 17px;
    margin: 2.4px 0 0;
    width: 17px;
  }
  .choice .hint,
  .choice .error {
    grid-column: 2;
  }
  details > summary {
    border-radius: 4px;
    cursor: pointer;
    font-size: 13px;
    font-weight: 600;
    padding: 4px 0;
  }
  details[open] > summary {
    margin-bottom: 16px;
  }
`;

export const tables = css`
  .scroll {
    overflow-x: auto;
  }
  table {
    border-collapse: collapse;
    font-size: 13px;
    width: 100%;
  }
  th,
  td {
    border-bottom: 1px solid var(--frameio-line);
    overflow-wrap: anywhere;
    padding: 8px 12px 8px 0;
    text-align: start;
    vertical-align: top;
  }
  th {
    color: var(--frameio-muted);
    font-weight: 600;
  }
  dl {
    display: grid;
    font-size: 14px;
    gap: 10px 24px;
    grid-template-columns: minmax(160px, 256px) minmax(0, 1fr);
    line-height: 1.45;
    margin: 0;
  }
  dt {
    color: var(--frameio-muted);
    font-weight: 600;
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  @media (max-width: 600px) {
    dl {
      gap: 2px;
      grid-template-columns: minmax(0, 1fr);
    }
    dd {
      margin-bottom: 10px;
    }
  }
`;

/** As Web UI's cards: one for each part of a tab or page. */
export const cards = css`
  .card {
    background: var(--frameio-box);
    border-radius: 4px;
    box-shadow: 0 1px 3px rgb(0 0 0 / 18%);
    display: grid;
    gap: 16px;
    margin: 0 0 16px;
    padding: 20px 24px;
  }
  @media (max-width: 600px) {
    .card {
      padding: 16px;
    }
  }
`;

export const spinner = css`
  .spinner {
    animation: frameio-turn 0.9s linear infinite;
    border: 2px solid var(--frameio-line);
    border-radius: 50%;
    border-top-color: currentColor;
    display: inline-block;
    flex: none;
    height: 16px;
    width: 16px;
  }
  .loading {
    align-items: center;
    display: flex;
    gap: 10px;
    min-height: 48px;
  }
  @keyframes frameio-turn {
    to {
      transform: rotate(1turn);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .spinner {
      animation-duration: 4s;
    }
  }
`;

/** A dialog that asks lists what becomes of everything. */
export const consequences = css`
  ul {
    display: grid;
    gap: 8px;
    margin: 0;
    padding-inline-start: 20px;
  }
`;

/** What nearly every screen needs. */
export const shared = [tokens, text, buttons, forms, tables, cards, spinner];
