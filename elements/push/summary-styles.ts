import { css } from 'lit';

export const summaryStyles = css`
  .summary {
    align-items: baseline;
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 0.75rem;
  }
  .summary .title {
    overflow-wrap: anywhere;
  }
  .summary .hint {
    flex-basis: 100%;
  }
  .counts {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .skipped {
    display: grid;
    gap: 0.5rem;
    list-style: none;
    margin: 0.5rem 0 0;
    max-height: 14rem;
    overflow: auto;
    padding: 0;
  }
  .skipped li {
    display: grid;
    overflow-wrap: anywhere;
  }
`;
