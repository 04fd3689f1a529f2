import type { z } from 'zod';
import type { NuxeoCall, Wire } from './wire.ts';

export interface Operation {
  /** `Document.Lock`. */
  readonly name: string;
  readonly uid: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Automation {
  run<T extends z.ZodType>(operation: Operation, payload: T): Promise<z.infer<T>>;
  /** Without an answer. */
  tell(operation: Operation): Promise<void>;
}

export function createAutomation(wire: Wire): Automation {
  return {
    run: (operation, payload) => wire.read(callOf(operation), payload),
    async tell(operation) {
      await wire.ask(callOf(operation, { 'x-nxvoidoperation': 'true' }));
    },
  };
}

function callOf({ name, uid, params = {}, headers }: Operation, more?: Record<string, string>): NuxeoCall {
  return {
    method: 'POST',
    path: `/api/v1/automation/${name}`,
    operation: `automation.${name}`,
    headers: { ...headers, ...more },
    body: { json: { input: `doc:${uid}`, params, context: {} } },
  };
}
