import { css } from 'lit';

/** A check box that looks like the switch that it is. */
export const switchStyles = css`
  .choice input[role='switch'] {
    appearance: none;
    background: transparent;
    border: 1px solid var(--frameio-control-line);
    border-radius: 16px;
    cursor: pointer;
    height: 20px;
    margin: 1px 0 0;
    position: relative;
    transition: background 0.12s;
    width: 36px;
  }
  .choice input[role='switch']::before {
    background: var(--frameio-control-line);
    border-radius: 50%;
    content: '';
    height: 14px;
    inset: 2px auto auto 2px;
    position: absolute;
    transition: transform 0.12s;
    width: 14px;
  }
  .choice input[role='switch']:checked {
    background: var(--frameio-accent);
    border-color: var(--frameio-accent);
  }
  .choice input[role='switch']:checked::before {
    background: #fff;
    transform: translateX(16px);
  }
  @media (prefers-reduced-motion: reduce) {
    .choice input[role='switch'],
    .choice input[role='switch']::before {
      transition: none;
    }
  }
`;
