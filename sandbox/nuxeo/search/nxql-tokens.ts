import { RestError } from '../web/rest-error.ts';

export type Token =
  | { kind: 'word'; text: string }
  | { kind: 'string'; text: string }
  | { kind: 'number'; value: number }
  | { kind: 'symbol'; text: string };

const TOKEN =
  /\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(-?\d+(?:\.\d+)?)(?![\w:])|([A-Za-z_][\w:./*-]*)|(<>|!=|<=|>=|[=<>(),*]))/gy;

export function tokenize(query: string): Token[] {
  const text = query.trimEnd();
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw syntaxError(`Unexpected "${text.slice(at, at + 20)}"`);
    tokens.push(tokenOf(match));
  }
  return tokens;
}

function tokenOf([, single, double, number, word, symbol = '']: RegExpExecArray): Token {
  const quoted = single ?? double;
  if (quoted !== undefined) return { kind: 'string', text: unescape(quoted) };
  if (number !== undefined) return { kind: 'number', value: Number(number) };
  if (word !== undefined) return { kind: 'word', text: word };
  return { kind: 'symbol', text: symbol };
}

function unescape(text: string): string {
  return text.replace(/\\(.)/g, (_whole, character: string) => (character === 'n' ? '\n' : character));
}

export function syntaxError(message: string): RestError {
  return new RestError(400, `Failed to execute query: Syntax error: ${message}`);
}
