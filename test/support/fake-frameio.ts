export { FakeFrameioWorld } from './fake-frameio/world.ts';
export type { FakeComment, FakeFrameioFile } from './fake-frameio/state.ts';
export { createFakeFrameio } from './fake-frameio/client.ts';
