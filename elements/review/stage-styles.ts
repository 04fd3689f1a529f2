import { css } from 'lit';

export const stageStyles = css`
  :host {
    container-type: inline-size;
    display: block;
  }
  .review,
  .left {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
  }
  .left,
  .comments {
    align-content: start;
    align-self: start;
  }
  nuxeo-frameio-comments {
    --frameio-comments-height: 28rem;
  }
  @container (max-width: 59.99rem) {
    /* Comments come right below the video. */
    .with-medium .left {
      display: contents;
    }
    /* It stays in sight, and leaves room for the comments: choosing one shows its frame. */
    .with-medium .medium {
      --frameio-picture-height: 40vh;
      position: sticky;
      top: 0;
      z-index: 1;
    }
    .with-medium .comments {
      order: 1;
    }
    .with-medium .asset {
      order: 2;
    }
  }
  @container (min-width: 60rem) {
    .review.with-medium {
      column-gap: 1rem;
      grid-template-columns: minmax(0, 5fr) minmax(20rem, 3fr);
    }
    .with-medium nuxeo-frameio-comments {
      --frameio-comments-height: calc(100vh - 21rem);
    }
  }
  .head {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: 0.75rem;
    justify-content: space-between;
  }
  .facts {
    border-top: 1px solid var(--frameio-line);
    gap: 1rem 1.5rem;
    grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr));
    padding-top: 1rem;
  }
  .facts dt {
    font-size: 0.8125rem;
  }
  .facts dd {
    margin: 0;
  }
`;
