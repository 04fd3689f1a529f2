/** The database says null, the rest of the house says undefined. */
export function present<T>(value: T | null): T | undefined {
  return value ?? undefined;
}

export function nullable<T>(value: T | undefined): T | null {
  return value ?? null;
}

export function json(value: unknown): string {
  return JSON.stringify(value);
}

export function nullableJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

const defaultPage = 50;
const largestPage = 200;

export function pageSize(limit: number | undefined): number {
  return Math.min(Math.max(limit ?? defaultPage, 1), largestPage);
}
