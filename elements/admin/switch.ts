import { css } from 'lit';

/** A check box that looks like the switch that it is. */
export const switchStyles = css`
  .choice input[role='switch'] {
    appearance: none;
    background: transparent;
    border: 1px solid var(--frameio-control-line);
    border-radius: 1rem;
    cursor: pointer;
    height: 1.25rem;
    margin: 0.0625rem 0 0;
    position: relative;
    transition: background 0.12s;
    width: 2.25rem;
  }
  .choice input[role='switch']::before {
    background: var(--frameio-control-line);
    border-radius: 50%;
    content: '';
    height: 0.875rem;
    inset: 0.125rem auto auto 0.125rem;
    position: absolute;
    transition: transform 0.12s;
    width: 0.875rem;
  }
  .choice input[role='switch']:checked {
    background: var(--frameio-accent);
    border-color: var(--frameio-accent);
  }
  .choice input[role='switch']:checked::before {
    background: #fff;
    transform: translateX(1rem);
  }
  @media (prefers-reduced-motion: reduce) {
    .choice input[role='switch'],
    .choice input[role='switch']::before {
      transition: none;
    }
  }
`;
