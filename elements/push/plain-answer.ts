import type { PlanAnswer } from '../../server/contract/documents.ts';
import { ApiFailure, failureSentence } from '../shared/failure.ts';
import { isOnlyUnbound } from './push-plan.ts';

/** What needs no dialog: no folder of it is bound, or the one document cannot be pushed. */
export function plainAnswer(plan: PlanAnswer): string | undefined {
  const [first] = plan.documents;
  const isPlain = isOnlyUnbound(plan) || (plan.documents.length === 1 && first?.outcome === 'skipped');
  return isPlain && first?.failure ? failureSentence(new ApiFailure(first.failure)) : undefined;
}
