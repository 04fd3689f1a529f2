import { expect, it } from 'vitest';
import { placeholdersOf, translate } from '../../server/domain/message.ts';

it('fills in values in any order', () => {
  expect(translate({ key: '{1} of {0}' }, 'key', ['ten', 'two'])).toBe('two of ten');
});

it('takes values literally, whatever they look like', () => {
  expect(translate({ key: 'File {0}, {1}' }, 'key', ['$& {1} $1', 'b'])).toBe('File $& {1} $1, b');
});

it('answers the key where there is no sentence, also for names that every object has', () => {
  expect(translate({}, 'frameio.nothing')).toBe('frameio.nothing');
  expect(translate({}, 'constructor')).toBe('constructor');
});

it('counts what a sentence asks for', () => {
  expect([placeholdersOf('none'), placeholdersOf('{0}'), placeholdersOf('{1} and {0}')]).toEqual([0, 1, 2]);
});
