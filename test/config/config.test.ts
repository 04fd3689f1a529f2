import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, envExample, environmentTable, readConfig } from '../../server/config.ts';

const needed = { NUXEO_URL: 'http://127.0.0.1:8080/nuxeo', PUBLIC_URL: 'https://dam.example.com/nuxeo/' };

function mistakesOf(env: NodeJS.ProcessEnv): string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message.split('\n');
  }
}

describe('the configuration', () => {
  it('needs only the two addresses of Nuxeo', () => {
    const config = readConfig(needed);
    expect(config.sidecarUrl).toBe('https://dam.example.com/nuxeo/frameio');
    expect(config.basePath).toBe('/nuxeo/frameio');
    expect(config.FRAMEIO_API_URL).toBe('https://api.frame.io');
    expect(config.FRAMEIO_FRAME_BASE).toBe(1);
  });

  it('says in one sentence each what is missing or wrong, with the remedy', () => {
    expect(mistakesOf({ PORT: 'eighty', PUBLIC_URL: 'dam.example.com' })).toEqual([
      'NUXEO_URL is missing: give its address with the context path, such as http://127.0.0.1:8080/nuxeo.',
      'PUBLIC_URL is wrong: give the public address with the context path, such as https://dam.example.com/nuxeo.',
      'PORT is wrong: give a number from 0 to 65535.',
    ]);
  });

  it('never repeats a secret that is wrong', () => {
    const [mistake] = mistakesOf({ ...needed, SMTP_URL: 'hunter2' });
    expect(mistake).toContain('SMTP_URL is wrong');
    expect(mistake).not.toContain('hunter2');
  });

  it('takes a secret from a file', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'config-')), 'smtp');
    await writeFile(file, 'smtp://user:pass@mail.example.com:587\n');
    const config = readConfig({ ...needed, SMTP_URL_FILE: file });
    expect(config.SMTP_URL).toBe('smtp://user:pass@mail.example.com:587');
    expect(config.secrets).toContain('smtp://user:pass@mail.example.com:587');
  });

  it('says which secret file cannot be read', () => {
    expect(mistakesOf({ ...needed, SECRET_KEY_FILE: '/nowhere/key' })).toEqual([
      'SECRET_KEY_FILE cannot be read: give a file that the sidecar may read.',
    ]);
  });

  it('lets custom actions come in by another address than people', () => {
    const config = readConfig({ ...needed, ACTIONS_PUBLIC_URL: 'https://hooks.example.com/nuxeo' });
    expect(config.actionsUrl).toBe('https://hooks.example.com/nuxeo/frameio/actions');
  });

  it('treats an empty variable like one that is not there', () => {
    expect(readConfig({ ...needed, DATABASE_URL: '' }).DATABASE_URL).toBeUndefined();
  });

  it('is described by .env.example as it is (npm run env-example writes it)', () => {
    expect(readFileSync('.env.example', 'utf8')).toBe(envExample());
  });

  it.runIf(existsSync('docs/set-up.md'))('is described by the set-up guide as it is', () => {
    expect(readFileSync('docs/set-up.md', 'utf8')).toContain(environmentTable());
  });
});
