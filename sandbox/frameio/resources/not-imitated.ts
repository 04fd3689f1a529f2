import { ApiError } from '../errors.ts';
import type { Operations } from '../operation.ts';

const ACCOUNT = '/v4/accounts/:account_id';
const NOT_IMITATED = [
  ['collections.index', `${ACCOUNT}/projects/:project_id/collections`],
  ['collections.show', `${ACCOUNT}/collections/:collection_id`],
  ['auditlog.index', `${ACCOUNT}/audit_logs`],
] as const;

/** Operations of the real API that the stand-in says it does not have, rather than answer something made up. */
export function operationsNotImitated(api: Operations): void {
  for (const [id, path] of NOT_IMITATED) {
    api.get(path, {
      id,
      handle() {
        throw new ApiError(501, { detail: `The stand-in does not imitate ${id}` });
      },
    });
  }
}
