import type { Migration } from 'kysely/migration';
import { accounts } from './0001-accounts.ts';
import { bindings } from './0002-bindings.ts';
import { reviews } from './0003-reviews.ts';
import { events } from './0004-events.ts';
import { transfers } from './0005-transfers.ts';
import { jobs } from './0006-jobs.ts';
import { syncs } from './0007-syncs.ts';
import { webhooks } from './0008-webhooks.ts';
import { rereads } from './0009-rereads.ts';
import { drift } from './0010-drift.ts';

/** In order of their names. What was released is never changed: a change is a new migration. */
export const migrations: Record<string, Migration> = {
  '0001-accounts': accounts,
  '0002-bindings': bindings,
  '0003-reviews': reviews,
  '0004-events': events,
  '0005-transfers': transfers,
  '0006-jobs': jobs,
  '0007-syncs': syncs,
  '0008-webhooks': webhooks,
  '0009-rereads': rereads,
  '0010-drift': drift,
};
