import { css } from 'lit';

export const setUpStyles = css`
  .progress {
    background: var(--frameio-tint);
    border-radius: 2px;
    height: 4px;
    margin-bottom: 16px;
    overflow: hidden;
  }
  .progress.on::before {
    animation: frameio-pass 1.2s ease-in-out infinite;
    background: var(--frameio-accent);
    content: '';
    display: block;
    height: 100%;
    width: 35%;
  }
  @keyframes frameio-pass {
    from {
      transform: translateX(-100%);
    }
    to {
      transform: translateX(300%);
    }
  }
  .notice {
    background: var(--frameio-box);
    margin-bottom: 16px;
  }
  ol {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  h3 {
    align-items: center;
    display: flex;
    gap: 10px;
  }
  @media (prefers-reduced-motion: reduce) {
    .progress.on::before {
      animation-duration: 6s;
    }
  }
`;
