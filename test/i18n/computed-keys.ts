import { connectionWarning } from '../../server/contract/account.ts';
import { checkCodes, checkIds } from '../../server/domain/check.ts';
import { syncItemAnswer } from '../../server/contract/sync.ts';
import { errorCodes } from '../../server/domain/errors.ts';
import { jobNoteCodes, jobStages, jobStates } from '../../server/domain/job.ts';
import { rebuildFindings } from '../../server/domain/rebuild.ts';
import { remedies } from '../../server/domain/remedy.ts';
import { driftChoices, driftKinds, syncRunStates } from '../../server/domain/sync.ts';
import { activityKinds } from '../../server/ports/activity-store.ts';

/** Keys that no source file spells out, because they are put together when needed. */
export interface ComputedKeys {
  readonly prefix: string;
  readonly tails: readonly string[];
  /** `all`: a tail without a sentence is a mistake. `some`: other sentences are used where one is missing. */
  readonly needed: 'all' | 'some';
  /** The file that puts them together; absent where the page does it, from what the API answers. */
  readonly file?: string;
}

const mailKinds = ['arrived', 'returned', 'synced', 'uploaded'];
const mailOutcomes = ['one', 'many', 'some', 'failed.one', 'failed.many'];

const gates = ['default', 'off', 'warn', 'require'];
const bindingRules = ['anyMember', 'bringBackWhenApproved', 'returnedFilesAreMasters', 'askOnPublish'];

export const computedKeys: readonly ComputedKeys[] = [
  // Web UI asks for these itself, by the name of the page.
  { prefix: 'app.title.', tails: ['frameio', 'admin.frameio'], needed: 'all' },
  { prefix: 'frameio.error.', tails: errorCodes, needed: 'all', file: 'server/routes/sentences.ts' },
  {
    prefix: 'frameio.error.',
    tails: ['popup-blocked', 'sign-in-abandoned', 'sign-in-failed'],
    needed: 'all',
    file: 'elements/shared/failure.ts',
  },
  { prefix: 'frameio.note.', tails: jobNoteCodes, needed: 'all', file: 'server/routes/to-wire.ts' },
  { prefix: 'frameio.stage.', tails: jobStages, needed: 'all' },
  { prefix: 'frameio.state.', tails: jobStates, needed: 'all' },
  {
    prefix: 'frameio.kind.',
    tails: ['push-document', 'publish-asset', 'publish-resource', 'return-document'],
    needed: 'all',
    file: 'elements/push/transfer-row.ts',
  },
  ...['filter', 'none'].map((what) => ({
    prefix: `frameio.transfers.${what}.`,
    tails: ['running', 'finished', 'all'],
    needed: 'all' as const,
    file: 'elements/push/transfer-list.ts',
  })),
  {
    prefix: 'frameio.bring-back.version.',
    tails: ['rule', 'minor', 'major'],
    needed: 'all',
    file: 'elements/publish/bring-back-dialog.ts',
  },
  { prefix: 'frameio.attention.remedy.', tails: remedies, needed: 'all' },
  {
    prefix: 'frameio.admin.rebuild.found.',
    tails: rebuildFindings,
    needed: 'all',
    file: 'elements/admin/rebuild.ts',
  },
  { prefix: 'frameio.activity.', tails: activityKinds, needed: 'all' },
  { prefix: 'frameio.account.warning.', tails: connectionWarning.options, needed: 'all' },
  { prefix: 'frameio.check.', tails: checkIds, needed: 'all' },
  { prefix: 'frameio.check.remedy.', tails: checkCodes, needed: 'all' },
  { prefix: 'frameio.check.remedy.', tails: errorCodes, needed: 'some' },
  {
    prefix: 'frameio.form.',
    tails: ['description', 'folder', 'document-type', 'version', 'note'],
    needed: 'all',
    file: 'server/use-cases/publish-form.ts',
  },
  { prefix: 'frameio.form.version.', tails: ['minor', 'major', 'policy'], needed: 'all' },
  {
    prefix: 'frameio.mail.',
    tails: ['greeting', 'folder', 'failed', 'more', 'footer', ...mailKinds.map((kind) => `done.${kind}`)],
    needed: 'all',
    file: 'server/adapters/mail/mail-text.ts',
  },
  {
    prefix: 'frameio.mail.subject.',
    tails: mailKinds.flatMap((kind) => mailOutcomes.map((outcome) => `${kind}.${outcome}`)),
    needed: 'all',
  },
  {
    prefix: 'frameio.signin.',
    tails: ['title.done', 'title.failed', 'closeButton', 'back'],
    needed: 'all',
    file: 'server/routes/sign-in-page.ts',
  },
  {
    prefix: 'frameio.bind.name.',
    tails: ['unknown', 'checking', 'free'],
    needed: 'all',
    file: 'elements/bind/bind-dialog.ts',
  },
  {
    prefix: 'frameio.binding.workspace.',
    tails: ['creating', 'active', 'removing', 'removed'],
    needed: 'all',
    file: 'elements/status/folder-page.ts',
  },
  {
    prefix: 'frameio.unbind.reviews.',
    tails: ['keep', 'keep.hint', 'recall', 'recall.hint'],
    needed: 'all',
    file: 'elements/shared/unbind-dialog.ts',
  },
  {
    prefix: 'frameio.account.nuxeo.',
    tails: ['connected', 'missing', 'refused'],
    needed: 'all',
    file: 'elements/account/account-page.ts',
  },
  { prefix: 'frameio.rules.gate.', tails: gates, needed: 'all', file: 'elements/shared/rules-form.ts' },
  { prefix: 'frameio.rules.gate.hint.', tails: gates, needed: 'all', file: 'elements/shared/rules-form.ts' },
  {
    prefix: 'frameio.rules.',
    tails: bindingRules.flatMap((rule) => [rule, `${rule}.hint`]),
    needed: 'all',
    file: 'elements/shared/rules-form.ts',
  },
  { prefix: 'frameio.sync.word.', tails: ['none', ...syncRunStates], needed: 'all' },
  { prefix: 'frameio.sync.change.', tails: syncItemAnswer.shape.change.options, needed: 'all' },
  { prefix: 'frameio.sync.changes.', tails: ['webhook', 'walk'], needed: 'all' },
  ...['frameio.sync.results.', 'frameio.sync.results.none.'].map((prefix) => ({
    prefix,
    tails: ['failed', 'left', 'done'],
    needed: 'all' as const,
  })),
  { prefix: 'frameio.sync.drift.kind.', tails: driftKinds, needed: 'all' },
  { prefix: 'frameio.sync.drift.why.', tails: driftKinds, needed: 'all' },
  { prefix: 'frameio.sync.choice.', tails: driftChoices, needed: 'all' },
  { prefix: 'frameio.sync.chosen.', tails: driftChoices, needed: 'all' },
  { prefix: 'frameio.signin.failed.', tails: errorCodes, needed: 'some', file: 'server/routes/sign-in.ts' },
];

/** Written out in the sources in the form of a key, and something else. */
export const otherNames: readonly string[] = ['frameio.sidecarPath'];

export function keysOf({ prefix, tails }: ComputedKeys): string[] {
  return tails.map((tail) => prefix + tail);
}
