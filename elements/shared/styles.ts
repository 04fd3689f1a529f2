import { css } from 'lit';
import { tokens } from './tokens.ts';

export const text = css`
  h2,
  h3 {
    font-size: 1.25rem;
    font-weight: 600;
    line-height: 1.3;
    margin: 0;
  }
  h3 {
    font-size: 1rem;
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
    font-size: 0.8125rem;
    line-height: 1.4;
  }
  .error {
    color: var(--frameio-danger);
    font-size: 0.875rem;
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
    gap: 0.5rem;
    line-height: 1.45;
    overflow-wrap: anywhere;
    padding: 0.75rem 1rem;
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
    border-radius: 1rem;
    font-size: 0.8125rem;
    line-height: 1.5;
    padding: 0 0.625rem;
    white-space: nowrap;
  }
`;

export const buttons = css`
  .buttons {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: 0.75rem;
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
    font-size: 0.875rem;
    font-weight: 600;
    gap: 0.5rem;
    justify-content: center;
    line-height: 1.25rem;
    min-height: 2.25rem;
    padding: 0.375rem 1rem;
    text-decoration: none;
  }
  .button:hover:not([aria-disabled='true'], :disabled) {
    background: var(--frameio-tint);
  }
  .button.primary {
    background: var(--nuxeo-button-primary, var(--frameio-accent));
    border-color: transparent;
    color: var(--nuxeo-button-primary-text, #fff);
  }
  .button.primary:hover:not([aria-disabled='true'], :disabled) {
    background: var(--nuxeo-button-primary-focus, var(--nuxeo-button-primary, var(--frameio-accent)));
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
    gap: 1.25rem;
  }
  .field {
    border: 0;
    display: grid;
    gap: 0.375rem;
    margin: 0;
    min-width: 0;
    padding: 0;
  }
  .label,
  legend {
    font-size: 0.875rem;
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
    font-size: 0.9375rem;
    min-height: 2.25rem;
    padding: 0.375rem 0.625rem;
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
    gap: 0.125rem 0.625rem;
    grid-template-columns: auto minmax(0, 1fr);
    line-height: 1.4;
  }
  .choice input {
    height: 1.0625rem;
    margin: 0.15rem 0 0;
    width: 1.0625rem;
  }
  .choice .hint,
  .choice .error {
    grid-column: 2;
  }
  details > summary {
    border-radius: 4px;
    cursor: pointer;
    font-size: 0.875rem;
    font-weight: 600;
    padding: 0.25rem 0;
  }
  details[open] > summary {
    margin-bottom: 1rem;
  }
`;

export const tables = css`
  .scroll {
    overflow-x: auto;
  }
  table {
    border-collapse: collapse;
    font-size: 0.875rem;
    width: 100%;
  }
  th,
  td {
    border-bottom: 1px solid var(--frameio-line);
    overflow-wrap: anywhere;
    padding: 0.5rem 0.75rem 0.5rem 0;
    text-align: start;
    vertical-align: top;
  }
  th {
    color: var(--frameio-muted);
    font-weight: 600;
  }
  dl {
    display: grid;
    font-size: 0.9375rem;
    gap: 0.625rem 1.5rem;
    grid-template-columns: minmax(10rem, 16rem) minmax(0, 1fr);
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
      gap: 0.125rem;
      grid-template-columns: minmax(0, 1fr);
    }
    dd {
      margin-bottom: 0.625rem;
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
    gap: 1rem;
    margin: 0 0 1rem;
    padding: 1.25rem 1.5rem;
  }
  @media (max-width: 600px) {
    .card {
      padding: 1rem;
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
    height: 1rem;
    width: 1rem;
  }
  .loading {
    align-items: center;
    display: flex;
    gap: 0.625rem;
    min-height: 3rem;
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

/** What nearly every screen needs. */
export const shared = [tokens, text, buttons, forms, tables, cards, spinner];
