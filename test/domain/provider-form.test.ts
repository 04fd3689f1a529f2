import { expect, it } from 'vitest';
import { isSecureUrl, parseScopes, providerDefaults, scopeProblem } from '../../server/domain/provider-form.ts';

const good = ['openid', 'email', 'profile', 'offline_access', 'additional_info.roles'];

it('reads scopes with commas, spaces or both, each once', () => {
  expect(parseScopes('openid,email, profile  offline_access\n additional_info.roles,openid')).toEqual(good);
  expect(parseScopes(' ')).toEqual([]);
});

it('accepts the scopes that the form begins with', () => {
  expect(scopeProblem(providerDefaults('https://ims.example.com').scopes)).toBeUndefined();
});

it.each([
  ['offline_access', 'provider-scope-offline-missing'],
  ['additional_info.roles', 'provider-scope-roles-missing'],
])('refuses scopes without %s', (missing, code) => {
  expect(scopeProblem(good.filter((scope) => scope !== missing))?.code).toBe(code);
});

it('names the scopes of the old API', () => {
  const problem = scopeProblem([...good, 'asset.create', 'action.*', 'offline']);
  expect(problem).toEqual({ code: 'provider-scope-legacy', params: ['asset.create, action.*, offline'] });
});

it.each([
  ['https://dam.example.com/callback', true],
  ['http://localhost:8080/x', true],
  ['http://127.0.0.1/x', true],
  ['http://dam.example.com/x', false],
  ['http://localhost.example.com/x', false],
  ['https://user:secret@dam.example.com/', false],
  ['javascript:alert(1)', false],
  ['dam.example.com', false],
  ['', false],
])('knows whether %s is safe to send secrets to', (url, expected) => {
  expect(isSecureUrl(url)).toBe(expected);
});
