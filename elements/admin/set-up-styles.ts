import { css } from 'lit';

export const setUpStyles = css`
  .progress {
    background: var(--frameio-tint);
    border-radius: 2px;
    height: 4px;
    margin-bottom: 1rem;
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
    margin-bottom: 1rem;
  }
  ol {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  h3 {
    align-items: center;
    display: flex;
    gap: 0.625rem;
  }
  @media (prefers-reduced-motion: reduce) {
    .progress.on::before {
      animation-duration: 6s;
    }
  }
`;
