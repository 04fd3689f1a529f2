import { createCipheriv, createDecipheriv, createHash, randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

const format = 'v1';
const keyLengthInBytes = 32;
const nonceLengthInBytes = 12;
const tagLengthInBytes = 16;

/** Where a ciphertext lives: it opens only there, so that ciphertexts cannot be swapped between rows. */
export interface SecretPlace {
  readonly table: string;
  readonly column: string;
  readonly row: string;
}

export interface SecretBox {
  seal(secret: string, place: SecretPlace): string;
  /** @throws UnreadableSecret when its key is not in the ring, or it was altered or moved. */
  open(sealed: string, place: SecretPlace): string;
  isUnderCurrentKey(sealed: string): boolean;
}

export class UnreadableSecret extends Error {
  constructor(place: SecretPlace, reason: string) {
    super(`The secret ${place.table}.${place.column} cannot be read: ${reason}`);
    this.name = 'UnreadableSecret';
  }
}

/** @param keys - 32 bytes each. The first one seals; all of them open. */
export function createSecretBox(keys: readonly Buffer[]): SecretBox {
  const ring = new Map(keys.map((key) => [keyId(key), checkLength(key)]));
  const [current] = ring.entries();
  if (!current) throw new Error('The key ring for stored secrets is empty');
  const [currentId, currentKey] = current;
  return {
    seal: (secret, place) => [format, currentId, encrypt(secret, currentKey, place)].join('.'),
    open: (sealed, place) => {
      const [version, id, payload] = sealed.split('.');
      const key = ring.get(id ?? '');
      if (version !== format || payload === undefined) throw new UnreadableSecret(place, 'unknown format');
      if (!key) throw new UnreadableSecret(place, `the key ${id} is not configured`);
      return decrypt(Buffer.from(payload, 'base64url'), key, place);
    },
    isUnderCurrentKey: (sealed) => sealed.startsWith(`${format}.${currentId}.`),
  };
}

function encrypt(secret: string, key: Buffer, place: SecretPlace): string {
  const nonce = randomBytes(nonceLengthInBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(associatedData(place));
  const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
}

function decrypt(payload: Buffer, key: Buffer, place: SecretPlace): string {
  const bodyStart = nonceLengthInBytes + tagLengthInBytes;
  if (payload.length < bodyStart) throw new UnreadableSecret(place, 'it is too short');
  const nonce = payload.subarray(0, nonceLengthInBytes);
  const tag = payload.subarray(nonceLengthInBytes, bodyStart);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLengthInBytes });
  decipher.setAAD(associatedData(place)).setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(payload.subarray(bodyStart)), decipher.final()]).toString('utf8');
  } catch {
    throw new UnreadableSecret(place, 'it was altered or belongs to another row');
  }
}

function associatedData({ table, column, row }: SecretPlace): Buffer {
  return Buffer.from(JSON.stringify([table, column, row]));
}

/** Names a key without telling anything of it. */
function keyId(key: Buffer): string {
  return createHash('sha256').update('nuxeo-frameio key id').update(key).digest('hex').slice(0, 12);
}

function checkLength(key: Buffer): Buffer {
  if (key.length !== keyLengthInBytes) throw new Error(`A secret key has ${key.length} bytes instead of 32`);
  return key;
}

/** One key per line, or separated by commas, the current one first; base64 (or base64url) or hex of 32 bytes. */
export function parseKeys(text: string): Buffer[] {
  const words = text.split(/[\s,]+/).filter(Boolean);
  if (words.length === 0) throw new Error('The secret key is empty');
  return words.map((word) => checkLength(Buffer.from(word, /^[0-9a-f]{64}$/i.test(word) ? 'hex' : 'base64')));
}

/** Reads the key ring of a file; creates it with one new key, readable by us alone, when there is none. */
export async function loadOrCreateKeys(file: string): Promise<Buffer[]> {
  const text = await readFile(file, 'utf8').catch(ignoreMissing);
  return parseKeys(text ?? (await createKeyFile(file)));
}

/** Complete before it appears under its name, and the first of several processes wins. */
async function createKeyFile(file: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, `${randomBytes(keyLengthInBytes).toString('base64')}\n`, { flag: 'wx', mode: 0o600 });
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
  return readFile(file, 'utf8');
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
  return undefined;
}
