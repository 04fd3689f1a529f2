import { css } from 'lit';

export const reviewStyles = css`
  :host {
    display: block;
  }
  .notice {
    background: var(--frameio-box);
    margin: 0 0 16px;
  }
  nuxeo-frameio-attention {
    margin-bottom: 16px;
  }
  .opened {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
  }
`;
