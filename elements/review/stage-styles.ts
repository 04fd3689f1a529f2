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
    --frameio-comments-height: 448px;
  }
  @container (max-width: 959.84px) {
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
  @container (min-width: 960px) {
    .review.with-medium {
      column-gap: 16px;
      grid-template-columns: minmax(0, 5fr) minmax(320px, 3fr);
    }
    .with-medium nuxeo-frameio-comments {
      --frameio-comments-height: calc(100vh - 336px);
    }
  }
  .head {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    justify-content: space-between;
  }
  .facts {
    border-top: 1px solid var(--frameio-line);
    gap: 16px 24px;
    grid-template-columns: repeat(auto-fill, minmax(160px, 1fr));
    padding-top: 16px;
  }
  .facts dt {
    font-size: 12px;
  }
  .facts dd {
    margin: 0;
  }
`;
