import { syntaxError, tokenize, type Token } from './nxql-tokens.ts';

export type Literal = string | number | boolean;

export type Operator =
  '=' | '<>' | '<' | '<=' | '>' | '>=' | 'LIKE' | 'ILIKE' | 'IN' | 'STARTSWITH' | 'IS NULL' | 'BETWEEN';

export type Condition =
  | { kind: 'and' | 'or'; left: Condition; right: Condition }
  | { kind: 'not'; inner: Condition }
  | { kind: 'compare'; field: string; operator: Operator; values: Literal[] };

export interface Query {
  types: string[];
  where: Condition | null;
  order: { field: string; descending: boolean }[];
}

/** The subset of NXQL that a REST client needs: `SELECT * FROM type WHERE … ORDER BY …`. */
export function parseNxql(text: string): Query {
  return new Parser(tokenize(text)).query();
}

class Parser {
  readonly #tokens: Token[];
  #at = 0;

  constructor(tokens: Token[]) {
    this.#tokens = tokens;
  }

  query(): Query {
    this.#expect('SELECT');
    this.#expect('*');
    this.#expect('FROM');
    const types = this.#list(() => this.#word());
    const where = this.#accept('WHERE') ? this.#or() : null;
    const order = this.#accept('ORDER') ? this.#order() : [];
    if (this.#peek()) throw syntaxError(`Unexpected ${this.#describe()}`);
    return { types, where, order };
  }

  #order(): Query['order'] {
    this.#expect('BY');
    return this.#list(() => {
      const field = this.#word();
      const descending = this.#accept('DESC');
      if (!descending) this.#accept('ASC');
      return { field, descending };
    });
  }

  #or(): Condition {
    let left = this.#and();
    while (this.#accept('OR')) left = { kind: 'or', left, right: this.#and() };
    return left;
  }

  #and(): Condition {
    let left = this.#unary();
    while (this.#accept('AND')) left = { kind: 'and', left, right: this.#unary() };
    return left;
  }

  #unary(): Condition {
    if (this.#accept('NOT')) return { kind: 'not', inner: this.#unary() };
    if (!this.#accept('(')) return this.#comparison();
    const inner = this.#or();
    this.#expect(')');
    return inner;
  }

  #comparison(): Condition {
    const field = this.#word();
    const isNot = this.#accept('NOT');
    const condition = this.#operation(field);
    return isNot ? { kind: 'not', inner: condition } : condition;
  }

  #operation(field: string): Condition {
    if (this.#accept('IS')) {
      const isNot = this.#accept('NOT');
      this.#expect('NULL');
      const isNull: Condition = { kind: 'compare', field, operator: 'IS NULL', values: [] };
      return isNot ? { kind: 'not', inner: isNull } : isNull;
    }
    if (this.#accept('IN')) return { kind: 'compare', field, operator: 'IN', values: this.#parenthesised() };
    if (this.#accept('BETWEEN')) return { kind: 'compare', field, operator: 'BETWEEN', values: this.#bounds() };
    return { kind: 'compare', field, operator: this.#operator(), values: [this.#literal()] };
  }

  #operator(): Operator {
    if (this.#accept('!=')) return '<>';
    const operators: Operator[] = ['=', '<>', '<=', '>=', '<', '>', 'LIKE', 'ILIKE', 'STARTSWITH'];
    const found = operators.find((operator) => this.#accept(operator));
    if (!found) throw syntaxError(`Expected an operator, got ${this.#describe()}`);
    return found;
  }

  #bounds(): Literal[] {
    const low = this.#literal();
    this.#expect('AND');
    return [low, this.#literal()];
  }

  #parenthesised(): Literal[] {
    this.#expect('(');
    const values = this.#list(() => this.#literal());
    this.#expect(')');
    return values;
  }

  /** `TIMESTAMP '…'` and `DATE '…'` are the text they stand before. */
  #literal(): Literal {
    if (this.#accept('TIMESTAMP') || this.#accept('DATE')) return this.#literal();
    if (this.#accept('TRUE')) return true;
    if (this.#accept('FALSE')) return false;
    const token = this.#peek();
    this.#at += 1;
    if (token?.kind === 'string') return token.text;
    if (token?.kind === 'number') return token.value;
    throw syntaxError('Expected a value');
  }

  #word(): string {
    const token = this.#peek();
    if (token?.kind !== 'word') throw syntaxError(`Expected a name, got ${this.#describe()}`);
    this.#at += 1;
    return token.text;
  }

  #list<T>(item: () => T): T[] {
    const items = [item()];
    while (this.#accept(',')) items.push(item());
    return items;
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#at];
  }

  #accept(text: string): boolean {
    const token = this.#peek();
    const matches =
      (token?.kind === 'word' && token.text.toUpperCase() === text) ||
      (token?.kind === 'symbol' && token.text === text);
    if (matches) this.#at += 1;
    return matches;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) throw syntaxError(`Expected ${text}, got ${this.#describe()}`);
  }

  #describe(): string {
    const token = this.#peek();
    if (!token) return 'the end';
    return token.kind === 'number' ? String(token.value) : `"${token.text}"`;
  }
}
