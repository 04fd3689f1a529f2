import type { Row } from './tree-model.ts';
import { canOpen } from './tree-source.ts';

/** What a key means in a tree, as the ARIA practices for trees say. */
export type TreeMove =
  { readonly kind: 'go'; readonly to: number } | { readonly kind: 'unfold' | 'fold' | 'choose' } | undefined;

export function moveFor(key: string, rows: readonly Row[], at: number): TreeMove {
  switch (key) {
    case 'ArrowDown':
      return go(at + 1, rows);
    case 'ArrowUp':
      return go(at - 1, rows);
    case 'Home':
      return go(0, rows);
    case 'End':
      return go(rows.length - 1, rows);
    case 'PageDown':
      return go(at + 10, rows);
    case 'PageUp':
      return go(at - 10, rows);
    case 'ArrowRight':
      return inwards(rows, at);
    case 'ArrowLeft':
      return outwards(rows, at);
    case 'Enter':
    case ' ':
      return { kind: 'choose' };
    default:
      return key.length === 1 && /\S/.test(key) ? byLetter(key, rows, at) : undefined;
  }
}

function go(to: number, rows: readonly Row[]): TreeMove {
  return { kind: 'go', to: Math.max(0, Math.min(rows.length - 1, to)) };
}

function inwards(rows: readonly Row[], at: number): TreeMove {
  const row = rows[at];
  if (row?.kind !== 'node' || !canOpen(row.node)) return undefined;
  return row.isOpen ? go(at + 1, rows) : { kind: 'unfold' };
}

function outwards(rows: readonly Row[], at: number): TreeMove {
  const row = rows[at];
  if (row?.kind === 'node' && row.isOpen) return { kind: 'fold' };
  const parent = rows.findIndex((other) => other.key === row?.parentId);
  return parent < 0 ? undefined : { kind: 'go', to: parent };
}

/** The next name that begins with this letter, around the end. */
function byLetter(letter: string, rows: readonly Row[], at: number): TreeMove {
  const order = [...rows.keys()].map((step) => (at + 1 + step) % rows.length);
  const to = order.find((index) => {
    const row = rows[index];
    return row?.kind === 'node' && row.node.name.toLowerCase().startsWith(letter.toLowerCase());
  });
  return to === undefined ? undefined : { kind: 'go', to };
}
