import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** One environment variable as an administrator reads about it. */
interface Variable<T extends z.ZodType = z.ZodType> {
  readonly schema: T;
  /** What it is for, in a sentence. */
  readonly about: string;
  /** How to put a wrong value right; completes "NAME …: remedy". */
  readonly remedy: string;
  /** Also accepted as `NAME_FILE`, and never logged. */
  readonly secret?: boolean;
}

const url = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, ''));
const list = z.string().transform((value) => value.split(/[\s,]+/).filter(Boolean));
const yesOrNo = z.stringbool();
const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

function variable<T extends z.ZodType>(schema: T, about: string, remedy: string, secret = false): Variable<T> {
  return { schema, about, remedy, secret };
}

export const variables = {
  NUXEO_URL: variable(
    url,
    'Nuxeo as the sidecar reaches it.',
    'give its address with the context path, such as http://127.0.0.1:8080/nuxeo',
  ),
  PUBLIC_URL: variable(
    url,
    'Nuxeo as browsers and Frame.io reach it; the sidecar lives below it.',
    'give the public address with the context path, such as https://dam.example.com/nuxeo',
  ),
  ACTIONS_PUBLIC_URL: variable(
    url.optional(),
    'Where Frame.io reaches custom actions and webhooks, when that differs from PUBLIC_URL.',
    'give an https address that ends in the context path, or leave it out',
  ),
  HOST: variable(z.string().min(1).default('127.0.0.1'), 'Address to listen on.', 'give an address of this machine'),
  PORT: variable(
    whole(0, 65535).default(8090),
    'Port to listen on; 0 takes a free one.',
    'give a number from 0 to 65535',
  ),
  DATABASE_URL: variable(
    z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    'Your PostgreSQL; left out, the sidecar starts its own.',
    'give postgres://user:password@host:5432/database, or leave it out',
    true,
  ),
  DATA_FOLDER: variable(
    z.string().min(1).default('.data'),
    'Where the embedded database and the key are kept.',
    'give a folder that the sidecar may write',
  ),
  SECRET_KEY: variable(
    z.string().min(1).optional(),
    'Key ring that encrypts tokens and secrets at rest: 32 bytes in base64 or hex, the current key first, earlier ones after it. Left out, one is created in DATA_FOLDER.',
    'give 32 bytes in base64 (openssl rand -base64 32), earlier keys after it, separated by commas',
    true,
  ),
  NUXEO_CLIENT_ID: variable(
    z
      .string()
      .regex(/^[\w-]{1,100}$/)
      .default('nuxeo-frameio'),
    'Id under which the sidecar is registered as an OAuth2 consumer in Nuxeo.',
    'use letters, digits, - and _',
  ),
  FRAMEIO_API_URL: variable(
    url.default('https://api.frame.io'),
    'The V4 API.',
    'give https://api.frame.io, or the stand-in’s address',
  ),
  FRAMEIO_IMS_URL: variable(
    url.default('https://ims-na1.adobelogin.com'),
    'Adobe sign-in; presets the provider’s URLs.',
    'give https://ims-na1.adobelogin.com, or the stand-in’s address',
  ),
  FRAMEIO_FRAME_BASE: variable(
    z
      .enum(['0', '1'])
      .default('1')
      .transform((value): 0 | 1 => (value === '1' ? 1 : 0)),
    'Number that Frame.io gives to the first frame in comments.',
    'give 0 or 1',
  ),
  PRESIGNED_HOSTS: variable(
    list.default(['*.amazonaws.com', '*.frame.io', '*.cloudfront.net']),
    'Hosts that presigned links may point to.',
    'give hosts separated by commas; * stands for one or more labels at the beginning',
  ),
  ALLOW_PRIVATE_ADDRESSES: variable(
    yesOrNo.default(false),
    'Whether presigned links may point to private addresses, without TLS.',
    'give true or false',
  ),
  CORS_ORIGINS: variable(
    list.default([]),
    'Further origins whose pages may call the API.',
    'give origins such as https://portal.example.com, separated by commas',
  ),
  SMTP_URL: variable(
    z.url({ protocol: /^smtps?$/ }).optional(),
    'Mail server; left out, no mail is sent.',
    'give smtp://user:password@host:587, or leave it out',
    true,
  ),
  MAIL_FROM: variable(
    z.string().min(3).default('Nuxeo <nuxeo@localhost>'),
    'Sender of the mails.',
    'give an address such as Nuxeo <dam@example.com>',
  ),
  DEFAULT_LOCALE: variable(
    z.enum(['en', 'fr']).default('en'),
    'Language of mails and of what is shown in Frame.io.',
    'give en or fr',
  ),
  LOG_LEVEL: variable(
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    'How much is logged.',
    'give fatal, error, warn, info, debug, trace or silent',
  ),
  TRANSFER_LANES: variable(
    whole(1, 32).default(8),
    'Parts of one file that travel at once; up to half as many more wait for their confirmation.',
    'give a number from 1 to 32',
  ),
  TRANSFER_LANES_TOTAL: variable(
    whole(1, 128).default(32),
    'Parts of all files that travel at once in this process.',
    'give a number from 1 to 128',
  ),
  JOB_CONCURRENCY: variable(
    whole(1, 64).default(8),
    'Jobs that run at once in this process.',
    'give a number from 1 to 64',
  ),
  SYNC_CONCURRENCY: variable(
    whole(1, 64).default(8),
    'Assets of synchronized folders that are brought at once in this process, beside the jobs.',
    'give a number from 1 to 64',
  ),
  SYNC_WALK_SECONDS: variable(
    whole(1, 604_800).default(900),
    'How long after the end of a run a synchronized folder is walked again.',
    'give a number of seconds from 1 to 604800',
  ),
  VERIFY: variable(
    z.enum(['length', 'full']).default('length'),
    'What is compared after a transfer: the length, or also a digest, which reads each file once more.',
    'give length or full',
  ),
  REVIEW_POLL_SECONDS: variable(
    whole(1, 86_400).default(300),
    'How often documents in review are looked at.',
    'give a number of seconds from 1 to 86400',
  ),
  REREAD_SECONDS: variable(
    whole(60, 31_536_000).default(604_800),
    'How often a published document is read again where Frame.io tells nothing of changes.',
    'give a number of seconds from 60 to 31536000',
  ),
  WEBHOOKS: variable(
    z.enum(['auto', 'always', 'off']).default('auto'),
    'Whether Frame.io tells the connector of changes: auto where the address for that is public, always, or off. Without it changes are looked for.',
    'give auto, always or off',
  ),
  QUIET_SECONDS: variable(
    whole(0, 3600).default(60),
    'How long nothing more may happen to an asset before its document is brought up to date.',
    'give a number of seconds from 0 to 3600',
  ),
  UPLOAD_WAIT_SECONDS: variable(
    whole(1, 604_800).default(86_400),
    'How long a file that is still uploading in Frame.io is waited for.',
    'give a number of seconds from 1 to 604800',
  ),
  WAITING_CHECK_SECONDS: variable(
    whole(1, 3600).default(60),
    'How often work that waits for a person looks whether it can go on.',
    'give a number of seconds from 1 to 3600',
  ),
} satisfies Record<string, Variable>;

type Name = keyof typeof variables;
type Values = { readonly [N in Name]: z.output<(typeof variables)[N]['schema']> };

export interface Config extends Values {
  /** Path of the sidecar below the origin: `/nuxeo/frameio`. */
  readonly basePath: string;
  /** `https://dam.example.com/nuxeo/frameio`. */
  readonly sidecarUrl: string;
  /** `https://dam.example.com/nuxeo/frameio/actions`. */
  readonly actionsUrl: string;
  /** `https://dam.example.com/nuxeo/frameio/webhooks`. */
  readonly webhooksUrl: string;
  /** Every secret value, for the logger to mask. */
  readonly secrets: readonly string[];
}

/** A mistake in the environment, in a sentence that names the variable and the remedy. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** @throws ConfigError with one sentence per mistake. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const mistakes: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, { schema, remedy, secret }] of Object.entries<Variable>(variables)) {
    const result = schema.safeParse(given(name, secret ?? false, env, mistakes));
    if (result.success) values[name] = result.data;
    else mistakes.push(`${name} is ${env[name] ? 'wrong' : 'missing'}: ${remedy}.`);
  }
  if (mistakes.length) throw new ConfigError(mistakes.join('\n'));
  return withDerived(values as Values);
}

function given(name: string, secret: boolean, env: NodeJS.ProcessEnv, mistakes: string[]): string | undefined {
  const file = secret ? env[`${name}_FILE`] : undefined;
  if (file === undefined || file === '') return env[name] === '' ? undefined : env[name];
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    mistakes.push(`${name}_FILE cannot be read: give a file that the sidecar may read.`);
    return undefined;
  }
}

function withDerived(values: Values): Config {
  const sidecarUrl = `${values.PUBLIC_URL}/frameio`;
  const calledUrl = `${values.ACTIONS_PUBLIC_URL ?? values.PUBLIC_URL}/frameio`;
  return {
    ...values,
    basePath: new URL(sidecarUrl).pathname,
    sidecarUrl,
    actionsUrl: `${calledUrl}/actions`,
    webhooksUrl: `${calledUrl}/webhooks`,
    secrets: [values.DATABASE_URL, values.SECRET_KEY, values.SMTP_URL].filter((one) => one !== undefined),
  };
}

interface Described {
  readonly name: string;
  readonly about: string;
  readonly required: boolean;
  readonly preset: string;
  readonly secret: boolean;
}

function described(): Described[] {
  return Object.entries<Variable>(variables).map(([name, { schema, about, secret }]) => {
    const preset = schema.safeParse(undefined);
    const value = preset.success && preset.data !== undefined ? [preset.data].flat().join(',') : '';
    return { name, about, required: !preset.success, preset: value, secret: secret ?? false };
  });
}

/** The text of `.env.example`, made from the schema so that it cannot lie. */
export function envExample(): string {
  return described()
    .map(({ name, about, required, preset, secret }) => {
      const more = `${required ? ' Required.' : ''}${secret ? ` Also as ${name}_FILE.` : ''}`;
      return `# ${about}${more}\n${required ? '' : '#'}${name}=${preset}\n`;
    })
    .join('\n');
}

/** The same as a table for the set-up guide. */
export function environmentTable(): string {
  const rows = described().map(({ name, about, required, preset, secret }) => {
    const value = required ? 'required' : preset === '' ? '–' : `\`${preset}\``;
    return `| \`${name}\`${secret ? ` (or \`${name}_FILE\`)` : ''} | ${value} | ${about} |`;
  });
  return ['| variable | default | meaning |', '| --- | --- | --- |', ...rows, ''].join('\n');
}
