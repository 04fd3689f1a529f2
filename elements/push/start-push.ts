import { api } from '../shared/api.ts';
import { openDialog } from '../shared/open-dialog.ts';
import { plainAnswer } from './plain-answer.ts';
import type { PushDialog } from './push-dialog.ts';
import { planOf } from './push-plan.ts';
import type { Chosen } from './selection.ts';

/** Few enough to be looked at before the dialog opens, so that a plain answer needs none. */
const FEW = 20;

/** Answers whether something was pushed, or the sentence that says why no dialog can help. */
export async function startPush(chosen: Chosen, opener: HTMLElement): Promise<boolean | string> {
  const loading = import('./push-dialog.ts');
  const plan = chosen.uids.length <= FEW ? await planOf(chosen.uids, undefined, api) : undefined;
  const answer = plan && plainAnswer(plan);
  if (answer) return answer;
  await loading;
  const dialog = openDialog<PushDialog>('nuxeo-frameio-push-dialog', opener, { chosen, plan });
  return (await dialog.closed) === true;
}
