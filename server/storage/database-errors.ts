import { IntegrationError } from '../domain/errors.ts';

/** SQLSTATE: connection exceptions, shutdown, too many connections, time-outs, deadlocks. */
const passing = /^(08...|57P0[123]|53300|57014|55P03|40001|40P01|25P03)$/;
const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** `pg` gives these no code. */
const broken = /^(Connection terminated|timeout exceeded|Client has encountered a connection error|Query read timeout)/;

/** Failures that pass by themselves become `database-unavailable`; anything else stays as it is. */
export function translateDatabaseError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof IntegrationError) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const isPassing = passing.test(code) || unreachable.has(code) || broken.test(error.message);
  return isPassing ? databaseUnavailable(error) : error;
}

function databaseUnavailable(cause: Error): IntegrationError {
  return new IntegrationError('database-unavailable', { retryable: true, cause });
}

export async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw translateDatabaseError(error);
  }
}

export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (!(error instanceof Error) || !('code' in error) || error.code !== '23505') return false;
  return constraint === undefined || ('constraint' in error && error.constraint === constraint);
}
