import { css } from 'lit';

export const summaryStyles = css`
  .summary {
    align-items: baseline;
    display: flex;
    flex-wrap: wrap;
    gap: 4px 12px;
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
    gap: 8px;
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .skipped {
    display: grid;
    gap: 8px;
    list-style: none;
    margin: 8px 0 0;
    max-height: 224px;
    overflow: auto;
    padding: 0;
  }
  .skipped li {
    display: grid;
    overflow-wrap: anywhere;
  }
`;
