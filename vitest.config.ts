import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Two cores: more workers only make the processes that the tests start slower.
    maxWorkers: 2,
    // Generous: what hangs fails all the same, and a slow machine must not.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ['default'],
  },
});
