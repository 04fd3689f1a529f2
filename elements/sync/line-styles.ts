import { css } from 'lit';

/** Assets below each other: what it is, where, why, and at the right what can be done. */
export const lineStyles = css`
  .lines {
    display: grid;
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .line {
    align-items: center;
    border-top: 1px solid var(--frameio-line);
    display: grid;
    gap: 8px 24px;
    grid-template-columns: minmax(0, 1fr) auto;
    line-height: 1.45;
    padding: 10px 0;
  }
  .line:focus-visible {
    outline-offset: -2px;
  }
  .line:first-child {
    border-top: 0;
  }
  .about {
    display: grid;
    gap: 2px;
    min-width: 0;
  }
  .what {
    align-items: baseline;
    display: flex;
    flex-wrap: wrap;
    gap: 2px 12px;
    overflow-wrap: anywhere;
  }
  .what > * {
    min-width: 0;
  }
  .name {
    font-weight: 600;
  }
  .line .buttons {
    gap: 8px;
    justify-content: end;
  }
  .line .button {
    min-height: 32px;
    padding: 4px 12px;
  }
  @media (max-width: 600px) {
    .line {
      grid-template-columns: minmax(0, 1fr);
    }
    .line .buttons {
      justify-content: start;
    }
  }
`;
