import { pino, type Logger } from 'pino';

const masked = ['authorization', 'cookie', 'token', 'secret', 'password', 'access_token', 'refresh_token'];

/** Structured logs. Secrets of the configuration, credentials and presigned queries never get into them. */
export function createLogger(level: string, secrets: readonly string[]): Logger {
  return pino({
    level,
    base: null,
    redact: { paths: masked.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[secret]' },
    formatters: { log: (entry) => withoutSecrets(entry, secrets) },
    serializers: { err: (error: unknown) => describe(error, secrets) },
  });
}

function withoutSecrets(entry: Record<string, unknown>, secrets: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(entry).map(([name, value]) => [name, typeof value === 'string' ? clean(value, secrets) : value]),
  );
}

/** An error with its causes, cleaned; nothing else of it, since vendors put requests into their errors. */
function describe(error: unknown, secrets: readonly string[], depth = 0): unknown {
  if (!(error instanceof Error)) return clean(String(error), secrets);
  const { code, context } = error as Error & { code?: unknown; context?: unknown };
  return {
    type: error.name,
    message: clean(error.message, secrets),
    stack: clean(error.stack ?? '', secrets),
    ...(typeof code === 'string' ? { code } : {}),
    ...(context === undefined ? {} : { context: clean(JSON.stringify(context), secrets) }),
    ...(error.cause === undefined || depth > 5 ? {} : { cause: describe(error.cause, secrets, depth + 1) }),
  };
}

/** Queries of URLs carry signatures and tokens: only the path is worth keeping. */
function clean(text: string, secrets: readonly string[]): string {
  const short = text.replace(/(https?:\/\/[^\s?"']+)\?[^\s"']*/g, '$1?…').replace(/Bearer\s+[\w.~+/=-]+/gi, 'Bearer …');
  return secrets.reduce((result, secret) => (secret ? result.replaceAll(secret, '…') : result), short);
}
