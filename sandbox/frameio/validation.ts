import { z } from 'zod';
import { ApiError, unprocessable, type ErrorItem } from './errors.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Ids in paths and bodies; content in Adobe's own cloud storage has a prefix. */
export const frameOrAdobeId = z
  .string()
  .refine((id) => UUID.test(id) || id.startsWith('adobe:'), 'Invalid format. Expected :uuid');
export const uuid = z.string().regex(UUID, 'Invalid format. Expected :uuid');
export const name = z.string().min(1).max(255);
export const bytes = z.number().int().min(1).max(5_000_000_000_000);

/** A request body: every one but the search's has its members under `data`. */
export const wrapped = <T extends z.ZodType>(data: T) => z.strictObject({ data });

const boolean = z.enum(['true', 'false']).transform((value) => value === 'true');
const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^-?\d+$/, 'Invalid integer')
    .transform(Number)
    .pipe(z.number().min(min).max(max));

export const flag = boolean.default(false);
export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) => z.enum(values).optional();

/** A comma-separated list of known values in one parameter. */
export function listOf<const T extends readonly string[]>(values: T) {
  return z
    .string()
    .default('')
    .transform((text, context): ReadonlySet<T[number]> => {
      const items = text.split(',').filter(Boolean);
      for (const item of items) {
        if (!values.includes(item)) context.addIssue({ code: 'custom', message: 'Invalid value for enum' });
      }
      return new Set(items);
    });
}

export const query = <T extends z.ZodRawShape>(shape: T) => z.strictObject(shape);

/** Query of a list; folders list up to 500 a page, everything else up to 100. */
export const pagedQuery = <T extends z.ZodRawShape>(shape: T, maxPageSize: 100 | 500 = 100) =>
  z.strictObject({
    page_size: integer(1, maxPageSize).default(50),
    after: z.string().optional(),
    include_total_count: flag,
    ...shape,
  });

/** @throws ApiError with one entry per problem, each with a JSON pointer to it. */
export function parse<T extends z.ZodType>(schema: T, value: unknown, unexpectedStatus: number): z.output<T> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const { issues } = result.error;
  const status = issues.every((issue) => issue.code === 'unrecognized_keys') ? unexpectedStatus : 422;
  throw new ApiError(status, ...issues.flatMap((issue) => errorItems(issue)));
}

export function checkedId(value: string | undefined, parameter: string): string {
  if (value !== undefined && frameOrAdobeId.safeParse(value).success) return value.toLowerCase();
  throw unprocessable('Invalid format. Expected :uuid', `/${parameter}`);
}

type Issue = z.core.$ZodIssue;

function errorItems(issue: Issue): ErrorItem[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => item(`Unexpected field: ${key}`, [...path, key]));
  }
  return [item(detailOf(issue), path)];
}

const item = (detail: string, path: string[]): ErrorItem => ({
  title: 'Invalid value',
  detail,
  source: { pointer: `/${path.join('/')}` },
});

function detailOf(issue: Issue): string {
  const field = String(issue.path.at(-1) ?? '');
  if (issue.code === 'invalid_type' && issue.input === undefined) return `Missing field: ${field}`;
  if (issue.code === 'invalid_type') return `Invalid ${issue.expected}. Got: ${typeOf(issue.input)}`;
  if (issue.code === 'invalid_value') return 'Invalid value for enum';
  if (issue.code === 'too_big') return tooBig(issue.origin, Number(issue.maximum));
  if (issue.code === 'too_small') return tooSmall(issue.origin, Number(issue.minimum));
  return issue.message;
}

function tooBig(origin: string, maximum: number): string {
  if (origin === 'string') return `String length is larger than maxLength: ${String(maximum)}`;
  if (origin === 'array') return `Array length is larger than maxItems: ${String(maximum)}`;
  return `Value is larger than inclusive maximum ${String(maximum)}`;
}

function tooSmall(origin: string, minimum: number): string {
  if (origin === 'string') return `String length is smaller than minLength: ${String(minimum)}`;
  if (origin === 'array') return `Array length is smaller than minItems: ${String(minimum)}`;
  return `Value is smaller than inclusive minimum ${String(minimum)}`;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
