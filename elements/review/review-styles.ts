import { css } from 'lit';

export const reviewStyles = css`
  :host {
    container-type: inline-size;
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
  .review {
    display: grid;
    gap: 1.25rem;
    grid-template-columns: minmax(0, 1fr);
  }
  .comments {
    align-content: start;
    display: grid;
    gap: 0.75rem;
    min-width: 0;
  }
  nuxeo-frameio-comments {
    --frameio-comments-height: 28rem;
  }
  @container (min-width: 60rem) {
    .review.with-medium {
      grid-template-columns: minmax(0, 5fr) minmax(20rem, 3fr);
    }
    .with-medium nuxeo-frameio-comments {
      --frameio-comments-height: min(64vh, 36rem);
    }
  }
  .head {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: 0.75rem;
    justify-content: space-between;
  }
  .picture-to-come {
    aspect-ratio: 16 / 9;
    background: var(--frameio-tint);
    border-radius: 4px;
    max-height: 64vh;
  }
`;
