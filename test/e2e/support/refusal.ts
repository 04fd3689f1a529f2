import type { Environment } from '../../../sandbox/environment/environment.ts';
import type { Person } from '../../../sandbox/environment/person.ts';

interface ErrorSeen {
  readonly code: string;
  readonly params: readonly string[];
  readonly message: string;
  readonly field?: string;
  readonly requestId: string;
}

/** What somebody gets who may not, or cannot: the same in two languages. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly field: string | undefined;
  readonly english: string;
  readonly french: string;
}

/**
 * Asks twice, since a refusal changes nothing: in English and in French.
 *
 * @throws Error when it is not refused, or refused differently, or without a sentence in one of the languages.
 */
export async function refusal(
  environment: Environment,
  person: Person,
  method: string,
  path: string,
  body?: unknown,
): Promise<Refusal> {
  const ask = (language: string) =>
    person.browser.request(method, `${environment.sidecarUrl}/api${path}`, {
      headers: {
        'accept-language': language,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return refusalOf(await ask('en'), await ask('fr-FR,fr;q=0.9'));
}

/** @throws Error as `refusal` does. */
export async function refusalOf(english: Response, french: Response): Promise<Refusal> {
  const [first, second] = [await errorIn(english), await errorIn(french)];
  if (english.status !== french.status || first.code !== second.code)
    throw new Error(`refused as ${english.status} ${first.code}, then as ${french.status} ${second.code}`);
  requireSentences(first.message, second.message, first.code);
  return {
    status: english.status,
    code: first.code,
    field: first.field,
    english: first.message,
    french: second.message,
  };
}

/** @throws Error unless both are whole sentences, and not the same. */
export function requireSentences(english: string, french: string, code: string): void {
  for (const sentence of [english, french]) {
    const isSentence = /^\S.*\s.*[.!?]$/s.test(sentence) && !/\{\d\}|undefined|frameio\.error/.test(sentence);
    if (!isSentence) throw new Error(`${code}: “${sentence}” is not a sentence for people`);
  }
  if (english === french) throw new Error(`${code}: “${english}” is the same in both languages`);
}

async function errorIn(answer: Response): Promise<ErrorSeen> {
  const text = await answer.text();
  const { error } = JSON.parse(text.startsWith('{') ? text : '{}') as { error?: ErrorSeen };
  if (answer.ok || !error) throw new Error(`not a refusal but ${answer.status}: ${text.slice(0, 300)}`);
  if (/\bat .+:\d+:\d+/.test(text)) throw new Error(`a stack trace was sent: ${text}`);
  if (error.requestId !== answer.headers.get('x-request-id')) throw new Error(`without the request’s id: ${text}`);
  return error;
}
