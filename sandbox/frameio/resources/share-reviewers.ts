import { z } from 'zod';
import { notFound, unprocessable } from '../errors.ts';
import type { Share } from '../model.ts';
import { noContent, ok, type Call, type Operations } from '../operation.ts';
import { presentUser } from '../shapes.ts';
import type { World } from '../store.ts';
import { oneOf, pagedQuery, uuid, wrapped } from '../validation.ts';
import { shareIn } from './shares.ts';

const tenOf = <T extends z.ZodType>(item: T) => z.array(item).min(1).max(10).optional();
const reviewers = z
  .strictObject({ emails: tenOf(z.string()), user_ids: tenOf(uuid), adobe_user_ids: tenOf(z.string()) })
  .refine((given) => Object.keys(given).length === 1, 'Exactly one kind of identifier is expected');
const addBody = wrapped(z.strictObject({ reviewers, message: z.string() }));
const removeBody = wrapped(z.strictObject({ reviewers }));

type Identifiers = z.output<typeof reviewers>;

const PATH = '/v4/accounts/:account_id/shares/:share_id/reviewers';

/** The only way to reach somebody by e-mail who has no account: as the reviewer of a secure share. */
export function shareReviewerOperations(api: Operations): void {
  api.get(PATH, {
    id: 'shares.list_reviewers',
    query: pagedQuery({ sort: oneOf(['name_asc', 'active', 'name_desc', 'inactive']) }),
    handle(call) {
      const { world } = call.sandbox;
      return ok({ data: [...shareIn(call, 'see').reviewers].map((email) => presentReviewer(world, email)) });
    },
  });

  api.post(PATH, {
    id: 'shares.add_reviewers',
    body: addBody,
    handle(call) {
      const share = secureShareIn(call);
      for (const email of addresses(call.sandbox.world, call.body.data.reviewers)) share.reviewers.add(email);
      return noContent;
    },
  });

  api.delete(PATH, {
    id: 'shares.remove_reviewers',
    body: removeBody,
    handle(call) {
      const share = secureShareIn(call);
      for (const email of addresses(call.sandbox.world, call.body.data.reviewers)) share.reviewers.delete(email);
      return noContent;
    },
  });
}

function secureShareIn(call: Call<unknown, unknown>): Share {
  const share = shareIn(call);
  if (share.access !== 'secure') throw unprocessable('Only secure shares have reviewers');
  return share;
}

function addresses(world: World, { emails, user_ids: ids, adobe_user_ids: adobeIds }: Identifiers): string[] {
  if (emails) return emails.map((email) => email.toLowerCase());
  const wanted = ids ?? adobeIds ?? [];
  return wanted.map((id) => {
    const person = [...world.people.values()].find((each) => each.id === id || each.adobeId === id);
    if (!person) throw notFound();
    return person.email;
  });
}

function presentReviewer(world: World, email: string) {
  return { ...presentUser(world.personByEmail(email)), email };
}
