import { expect, it } from 'vitest';
import type { ProjectRef } from '../../server/domain/refs.ts';
import { createFollowedProjects } from '../../server/use-cases/followed-projects.ts';
import { createHandClock } from '../support/store-options.ts';

const project = (projectId: string): ProjectRef => ({ accountId: 'account', projectId });

function watch() {
  const clock = createHandClock();
  const projects: ProjectRef[] = [project('one')];
  let loads = 0;
  const load = () => Promise.resolve((loads += 1) > 0 ? [...projects] : []);
  const sleep = (milliseconds: number) => Promise.resolve(clock.pass(milliseconds));
  return { followed: createFollowedProjects({ load, clock, sleep }), projects, clock, loads: () => loads };
}

it('knows a project that became followed after it was asked for in vain', async () => {
  const { followed, projects, clock } = watch();
  expect(await followed.has(project('two'))).toBe(false);
  projects.push(project('two'));
  expect(await followed.has(project('two'))).toBe(true);
  projects.push(project('three'));
  clock.pass(60_000);
  expect(await followed.has(project('three'))).toBe(true);
});

it('asks nobody about a project that it knows, and once about all that it does not know', async () => {
  const { followed, loads } = watch();
  await followed.has(project('one'));
  for (let count = 0; count < 100; count += 1) await followed.has(project('one'));
  expect(loads()).toBe(1);
  await Promise.all(Array.from({ length: 100 }, (_, index) => followed.has(project(`foreign ${index}`))));
  expect(loads()).toBe(2);
});

it('tells projects of the same id in two accounts apart', async () => {
  expect(await watch().followed.has({ accountId: 'another', projectId: 'one' })).toBe(false);
});
