/** Set by `startProcess()`; a process started by hand goes on when its stdin is closed. */
export const PARENT_WATCH_VARIABLE = 'SANDBOX_END_WITH_PARENT';

const GRACE_MILLISECONDS = 5_000;

/**
 * Ends this process when the one that started it is gone, `kill -9` included:
 * the kernel then closes the pipe that is our stdin.
 *
 * The end comes as SIGTERM, so that a handler of the process still runs; one
 * that has not finished after 5 seconds is cut short.
 */
export function endWithParent(): void {
  if (!process.env[PARENT_WATCH_VARIABLE]) return;
  // Not for grandchildren: their stdin is something else.
  Reflect.deleteProperty(process.env, PARENT_WATCH_VARIABLE);

  process.stdin.once('close', end).once('error', end).resume();
  process.stdin.unref(); // watching must not keep alive a process that has finished
}

function end(): void {
  setTimeout(() => process.exit(1), GRACE_MILLISECONDS).unref();
  process.kill(process.pid, 'SIGTERM');
}
