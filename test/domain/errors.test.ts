import ts from 'typescript';
import { expect, it } from 'vitest';
import { errorCodes, JobCancelled, JobInterrupted } from '../../server/domain/errors.ts';
import { literals } from '../i18n/given-values.ts';
import { sourceFiles, type SourceFile } from '../i18n/source-files.ts';

/** Codes that come out of a table or of a choice, and the words of the file that raise what was found there. */
const computed: readonly { codes: readonly string[]; file: string; raisedBy: string }[] = [
  {
    codes: ['nuxeo-client-missing', 'provider-secret-wrong', 'oauth-exchange-failed'],
    file: 'server/adapters/oauth/failures.ts',
    raisedBy: 'new Failure(codes[kind][meaning]',
  },
  {
    codes: ['nuxeo-forbidden', 'nuxeo-not-found', 'nuxeo-conflict'],
    file: 'server/adapters/nuxeo/errors.ts',
    raisedBy: 'codeOfStatus[status]',
  },
  {
    codes: ['frameio-quota-exceeded', 'action-not-allowed', 'webhook-not-allowed'],
    file: 'server/adapters/frameio/errors.ts',
    raisedBy: 'const code = codeOf(operation, status, detail)',
  },
  {
    codes: ['public-url-unreachable'],
    file: 'server/use-cases/check-provider.ts',
    raisedBy: "failed(answerer === 'other' ? 'public-url-other' : 'public-url-unreachable'",
  },
];

/** Whose code `errors.ts` itself gives. */
const abortReasons = [JobCancelled, JobInterrupted];

const sources = sourceFiles('server').filter(({ path }) => path !== 'server/domain/errors.ts');

/** The codes that a file spells out where it raises or answers a failure: `new RuleError('code')`, `{ code: 'code' }`. */
function raisedIn({ path, text }: SourceFile): string[] {
  const raised: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node)) raised.push(...codesOf(node));
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'code') raised.push(...literals(node.initializer));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return raised;
}

function codesOf({ expression, arguments: [code] = ts.factory.createNodeArray() }: ts.NewExpression): string[] {
  const AbortReason = abortReasons.find(({ name }) => name === expression.getText());
  if (AbortReason) return [new AbortReason().code];
  return code && expression.getText().endsWith('Error') ? literals(code) : [];
}

it('every code is raised somewhere: spelled out, or computed in a way that is listed', () => {
  const raised = new Set([...sources.flatMap(raisedIn), ...computed.flatMap(({ codes }) => codes)]);
  expect(errorCodes.filter((code) => !raised.has(code))).toEqual([]);
});

it.each(computed)('$file raises $codes', ({ codes, file, raisedBy }) => {
  const text = sources.find(({ path }) => path === file)?.text ?? '';
  expect(text).toContain(raisedBy);
  expect(codes.filter((code) => !text.includes(`'${code}'`))).toEqual([]);
});
