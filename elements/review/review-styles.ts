import { css } from 'lit';

export const reviewStyles = css`
  :host {
    display: block;
  }
  .notice {
    margin: 0 0 1rem;
  }
  nuxeo-frameio-attention {
    margin-bottom: 1rem;
  }
  .opened {
    align-items: center;
    background: var(--frameio-box);
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
  }
`;
