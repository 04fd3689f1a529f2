import { may } from '../repository/access.ts';
import type { StoredDocument } from '../repository/document.ts';
import type { Repository, Session } from '../repository/repository.ts';
import { fieldReader, type FieldValues } from './fields.ts';
import { parseNxql, type Condition, type Literal, type Query } from './nxql-parser.ts';
import { syntaxError } from './nxql-tokens.ts';

/** All documents that a query finds and the caller may see. Folders that are on the way do not matter. */
export function query(session: Session, nxql: string): StoredDocument[] {
  const parsed = parseNxql(nxql);
  const { repository } = session;
  const matches = compile(parsed, repository);
  const found = candidates(parsed, repository).filter(
    (document) => matches(document) && may(session, document, 'Browse'),
  );
  return sorted(found, parsed, repository);
}

type Test = (document: StoredDocument) => boolean;

/** An index is used where the whole query hangs on one parent or on ids. */
function candidates({ where }: Query, { documents }: Repository): StoredDocument[] {
  const parent = where && pinned(where, 'ecm:parentId');
  if (parent) return parent.flatMap((uid) => documents.children(uid));
  const uids = where && pinned(where, 'ecm:uuid');
  if (uids) return uids.flatMap((uid) => documents.get(uid) ?? []);
  const series = where && pinned(where, 'ecm:versionVersionableId');
  if (series) return series.flatMap((uid) => documents.versions(uid));
  return [...documents.all()];
}

function pinned(condition: Condition, field: string): string[] | null {
  if (condition.kind === 'and') return pinned(condition.left, field) ?? pinned(condition.right, field);
  const isPin = condition.kind === 'compare' && condition.field === field && /^(=|IN)$/.test(condition.operator);
  return isPin ? [...new Set(condition.values.map(String))] : null;
}

function compile({ types, where }: Query, repository: Repository): Test {
  const isOfType = typeTest(types, repository);
  const matches = where ? conditionTest(where, repository) : () => true;
  return (document) => isOfType(document) && matches(document);
}

function typeTest(names: string[], { types }: Repository): Test {
  const unknown = names.find((name) => !types.types.has(name));
  if (unknown) throw syntaxError(`Unknown type: ${unknown}`);
  const accepted = new Set(
    [...types.types.keys()].filter((type) => types.hierarchy(type).some((name) => names.includes(name))),
  );
  const isAny = names.includes('Document');
  return (document) => (isAny ? document.type !== 'Root' : accepted.has(document.type));
}

function conditionTest(condition: Condition, repository: Repository): Test {
  if (condition.kind === 'not') {
    const inner = conditionTest(condition.inner, repository);
    return (document) => !inner(document);
  }
  if (condition.kind === 'compare') return comparisonTest(condition, repository);
  const [left, right] = [conditionTest(condition.left, repository), conditionTest(condition.right, repository)];
  return condition.kind === 'and'
    ? (document) => left(document) && right(document)
    : (document) => left(document) || right(document);
}

type Comparison = Extract<Condition, { kind: 'compare' }>;

/** Of a list, any item may match; a field that is not set matches nothing but IS NULL. */
function comparisonTest({ field, operator, values }: Comparison, repository: Repository): Test {
  const read = fieldReader(field, repository);
  if (operator === 'IS NULL') return (document) => read(document, repository).length === 0;
  if (operator === 'STARTSWITH') {
    const prefix = String(values[0]).replace(/\/$/, '');
    return (document) => read(document, repository).some((value) => String(value).startsWith(`${prefix}/`));
  }
  if (operator === '<>')
    return (document) => !read(document, repository).some((value) => compare(value, values[0]) === 0);
  const test = valueTest(operator, values, field === 'ecm:fulltext');
  return (document) => read(document, repository).some(test);
}

function valueTest(
  operator: Comparison['operator'],
  values: Literal[],
  isFulltext: boolean,
): (value: Literal) => boolean {
  const [first, second] = values;
  if (isFulltext) {
    const words = String(first).toLowerCase().replaceAll('*', '').split(/\s+/);
    return (value) => words.every((word) => String(value).toLowerCase().includes(word));
  }
  const pattern = likePattern(String(first), operator === 'ILIKE');
  const tests: Partial<Record<Comparison['operator'], (value: Literal) => boolean>> = {
    '=': (value) => compare(value, first) === 0,
    '<': (value) => compare(value, first) < 0,
    '<=': (value) => compare(value, first) <= 0,
    '>': (value) => compare(value, first) > 0,
    '>=': (value) => compare(value, first) >= 0,
    BETWEEN: (value) => compare(value, first) >= 0 && compare(value, second) <= 0,
    IN: (value) => values.some((wanted) => compare(value, wanted) === 0),
    LIKE: (value) => pattern.test(String(value)),
    ILIKE: (value) => pattern.test(String(value)),
  };
  return tests[operator] ?? (() => false);
}

/** Booleans are written 0 and 1 as well. */
function compare(value: Literal, wanted: Literal | undefined): number {
  if (typeof value === 'string' && typeof wanted === 'string') return value === wanted ? 0 : value < wanted ? -1 : 1;
  if (typeof value === 'string' || typeof wanted === 'string') return String(value) === String(wanted) ? 0 : Number.NaN;
  return Number(value) - Number(wanted);
}

function likePattern(text: string, ignoreCase: boolean): RegExp {
  const parts = text.split(/([%_])/).map((part) => {
    if (part === '%') return '[\\s\\S]*';
    return part === '_' ? '[\\s\\S]' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`, ignoreCase ? 'i' : '');
}

function sorted(documents: StoredDocument[], { order }: Query, repository: Repository): StoredDocument[] {
  if (order.length === 0) return documents;
  const readers = order.map(({ field, descending }) => ({ read: fieldReader(field, repository), descending }));
  const keyed = documents.map((document) => ({
    document,
    keys: readers.map(({ read }) => read(document, repository)),
  }));
  keyed.sort((a, b) => {
    for (const [index, { descending }] of readers.entries()) {
      const difference = compareKeys(a.keys[index] ?? [], b.keys[index] ?? []);
      if (difference !== 0) return descending ? -difference : difference;
    }
    return 0;
  });
  return keyed.map(({ document }) => document);
}

/** What is not set comes first. */
function compareKeys([a]: FieldValues, [b]: FieldValues): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return compare(a, b);
}
