import { Transform, type Readable } from 'node:stream';
import type { World } from '../world.ts';

/** Slows a stream down to the switched rate. One stream is one connection, since answers do not overlap on it. */
export function throttled(world: World, source: Readable): Readable {
  const { bytesPerSecondPerConnection: rate } = world.switches.throttle;
  if (rate === null) return source;
  const limiter = rateLimiter(rate);
  source.on('error', (error) => limiter.destroy(error));
  limiter.on('close', () => source.destroy());
  return source.pipe(limiter);
}

function rateLimiter(bytesPerSecond: number): Transform {
  const startedAt = performance.now();
  let passed = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      passed += chunk.length;
      const due = startedAt + (passed / bytesPerSecond) * 1000;
      setTimeout(() => done(null, chunk), due - performance.now());
    },
  });
}
