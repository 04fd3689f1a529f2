import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Two cores: more workers only make the processes that the tests start slower.
    maxWorkers: 2,
    // Generous: what hangs fails all the same, and a slow machine must not.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // A shared machine that stands still for a minute is no fault of the product; twice the same is.
    retry: process.env['CI'] ? 1 : 0,
    reporters: ['default'],
  },
});
