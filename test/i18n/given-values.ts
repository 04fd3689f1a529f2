import ts from 'typescript';
import type { SourceFile } from './source-files.ts';

/** A place that names a code and spells out the values that go with it. */
export interface GivenValues {
  readonly code: string;
  readonly count: number;
  /** File and line. */
  readonly where: string;
}

/** `new RuleError('code', { params: […] })` and `{ code: 'code', params: […] }`, wherever they are written out. */
export function givenValues({ path, text }: SourceFile): GivenValues[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: GivenValues[] = [];
  const visit = (node: ts.Node): void => {
    const where = `${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    const given = ts.isNewExpression(node)
      ? thrown(node)
      : ts.isObjectLiteralExpression(node)
        ? failure(node)
        : undefined;
    if (given?.count !== undefined) for (const code of given.codes) found.push({ code, count: given.count, where });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

interface Given {
  readonly codes: readonly string[];
  /** undefined: a variable, of which nothing is known here. */
  readonly count: number | undefined;
}

function thrown({
  expression,
  arguments: [code, details] = ts.factory.createNodeArray(),
}: ts.NewExpression): Given | undefined {
  if (!expression.getText().endsWith('Error') || !code) return undefined;
  if (!details) return { codes: literals(code), count: 0 };
  if (!ts.isObjectLiteralExpression(details)) return undefined;
  // Spread in: the values may be in there.
  if (!member(details, 'params') && details.properties.some(ts.isSpreadAssignment)) return undefined;
  return { codes: literals(code), count: lengthOf(member(details, 'params')) };
}

function failure(object: ts.ObjectLiteralExpression): Given | undefined {
  const code = member(object, 'code');
  const params = member(object, 'params');
  return code && params ? { codes: literals(code), count: lengthOf(params) } : undefined;
}

function member(object: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  const found = object.properties.find((property) => property.name?.getText() === name);
  if (!found) return undefined;
  return ts.isPropertyAssignment(found) ? found.initializer : ts.factory.createIdentifier(name);
}

function lengthOf(params: ts.Expression | undefined): number | undefined {
  if (!params) return 0;
  if (!ts.isArrayLiteralExpression(params) || params.elements.some(ts.isSpreadElement)) return undefined;
  return params.elements.length;
}

/** Every string that stands in a piece of source. */
export function literals(node: ts.Node): string[] {
  if (ts.isStringLiteral(node)) return [node.text];
  const below: string[] = [];
  ts.forEachChild(node, (child) => {
    below.push(...literals(child));
  });
  return below;
}
