import { css } from 'lit';

/** Lists of things with their particulars: beside each other on wide pages, below each other on narrow ones. */
export const rows = css`
  .rows {
    display: grid;
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .row {
    align-items: start;
    border-top: 1px solid var(--frameio-line);
    display: grid;
    gap: 8px 24px;
    grid-template-columns: minmax(0, 1fr) auto;
    line-height: 1.45;
    padding: 14px 0;
  }
  .row:first-child {
    border-top: 0;
    padding-top: 0;
  }
  .row > div {
    display: grid;
    gap: 4px;
    min-width: 0;
  }
  .row > .buttons {
    display: flex;
  }
  .name {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .particulars {
    color: var(--frameio-muted);
    display: flex;
    flex-wrap: wrap;
    font-size: 13px;
    gap: 2px 20px;
    overflow-wrap: anywhere;
  }
  .particulars > * {
    min-width: 0;
  }
  .badges {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .badge.good {
    border-color: var(--frameio-ok);
  }
  .badge.bad {
    border-color: var(--frameio-danger);
    color: var(--frameio-danger);
  }
  @media (max-width: 600px) {
    .row {
      grid-template-columns: minmax(0, 1fr);
      justify-items: start;
    }
  }
`;

/** A place where something may be said takes none while it is silent. */
export const quiet = css`
  div[role='alert']:not(:has(*)),
  .hint:empty,
  .error:empty {
    display: none;
  }
`;

export const headings = css`
  .title {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: 8px 12px;
    justify-content: space-between;
  }
`;
